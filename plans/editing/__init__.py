"""Editing a row in place: never over somebody else's change, with a reason that the history keeps."""
