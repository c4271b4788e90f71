"""The feed engine: arrays in, ids out, no Django. `page.py` serves, `fit/` learns, `measure/` judges."""
