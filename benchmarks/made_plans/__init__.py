"""The plans that are measured: made by set-based SQL, at three sizes."""
