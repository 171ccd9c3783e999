"""The rows behind readings, as a reader may see them, now or as known on a day, in few queries."""
