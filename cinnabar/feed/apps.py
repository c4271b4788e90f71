from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "cinnabar.feed"
    label = "feed"
