from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "cinnabar.desks"
    label = "desks"
