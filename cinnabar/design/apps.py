from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "cinnabar.design"
    label = "design"

    def ready(self) -> None:
        """Ask for what is missing as a person would, in every form."""
        Field.default_error_messages = {**Field.default_error_messages, "required": _("Please fill this in.")}
