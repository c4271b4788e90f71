from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cinnabar.notifications"
    label = "notifications"
