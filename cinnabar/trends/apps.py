from django.apps import AppConfig


class TrendsConfig(AppConfig):
    name = "cinnabar.trends"
    label = "trends"
