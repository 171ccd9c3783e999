import pytest


@pytest.fixture
def store(settings, tmp_path):
    """The folder in which files are kept."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return tmp_path
