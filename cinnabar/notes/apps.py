from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "cinnabar.notes"
    label = "notes"
