"""The demonstration: three real plans and a fictional university, as dated diaries that are replayed into the database.

`content/<institution>/<date>-<what>/entry.yaml` is one day of a diary; its sheets lie beside it. `replay.load_diaries()` replays them.
"""
