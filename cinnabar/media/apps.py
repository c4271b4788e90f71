from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cinnabar.media"
    label = "media"
