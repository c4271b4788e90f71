from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cinnabar.search"
    label = "search"
