"""Files never come by a form of Django's: the live process takes them, by ticket."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler


class NoFiles(FileUploadHandler):
    """Refuses a form with a file at its first byte, so that nobody fills the disk or holds a thread with one."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise BadRequest("no file is wanted here")
