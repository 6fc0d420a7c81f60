"""Refuses a form with files that is too long, before any of it is kept (P41)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class LengthLimit(FileUploadHandler):
    """Stands before the handlers that keep files; takes none itself."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  (the name of the base)
        content_length: int,
        *args: Any,
    ) -> None:
        """Raise RequestDataTooBig for a body longer than any form of ours takes."""
        if content_length > settings.UPLOAD_MAX_SIZE:
            raise RequestDataTooBig("The files sent with the form are too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the data to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        return
