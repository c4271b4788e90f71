from django.apps import AppConfig


class TownConfig(AppConfig):
    name = "cinnabar.town"
    label = "town"
