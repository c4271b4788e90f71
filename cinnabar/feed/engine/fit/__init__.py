"""How a model is learned from histories: offline, with SciPy. The pages never import this."""
