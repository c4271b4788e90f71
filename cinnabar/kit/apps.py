from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "cinnabar.kit"
    label = "kit"
