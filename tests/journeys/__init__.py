"""Whole stories in a browser, through every process of the product."""
