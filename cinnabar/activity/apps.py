from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "cinnabar.activity"
    label = "activity"
