from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cinnabar.people"
    label = "people"
