"""The demonstration: three real plans and a fictional university, told as dated diaries and replayed into the database.

`content/<institution>/<date>-<what>/entry.yaml` is one day of a diary; its sheets lie beside it. `replay.load()` tells them.
"""
