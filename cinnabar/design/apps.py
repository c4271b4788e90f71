from django.apps import AppConfig
from django.core.validators import validate_email
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "cinnabar.design"
    label = "design"

    def ready(self) -> None:
        """Ask for what is missing as a person would, in every form."""
        Field.default_error_messages = {**Field.default_error_messages, "required": _("Please fill this in.")}
        validate_email.message = _("Enter a valid email address.")  # Django's own Chinese leaves a word English
