from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "cinnabar.moderation"
    label = "moderation"
