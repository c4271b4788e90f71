"""Dashboards for those who sell, create, moderate and operate."""
