"""Where uploaded files are kept."""

from pathlib import PurePath

from django.core.files.storage import FileSystemStorage

LONGEST_NAME = 200  # bytes: systems take 255, and where a name is taken some signs are added


class ShortNames(FileSystemStorage):
    """Files under names that every system takes: letters beyond ASCII need three bytes each, so long names are cut."""

    def get_valid_name(self, name):
        valid = PurePath(super().get_valid_name(name))
        if len(valid.name.encode()) <= LONGEST_NAME:
            return valid.name
        ending = valid.suffix if len(valid.suffix.encode()) < 20 else ""
        return first_bytes(valid.name.removesuffix(ending), LONGEST_NAME - len(ending)) + ending


def first_bytes(text, most):
    """As much of a text as fits into so many bytes."""
    return text.encode()[:most].decode(errors="ignore")
