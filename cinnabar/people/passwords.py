"""How long a password has to be, said in both languages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> Any:
        return _("Use at least %(count)s characters.") % {"count": self.min_length}
