from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "cinnabar.front"
    label = "front"
