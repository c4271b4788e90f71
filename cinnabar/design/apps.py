from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "cinnabar.design"
    label = "design"
