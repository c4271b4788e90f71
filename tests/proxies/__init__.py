"""The real servers behind a real HTTPS proxy, asked as browsers ask."""
