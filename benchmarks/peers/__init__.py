"""What Hoshin is measured beside: the bare SQL, a plain viewset and views that do next to nothing."""
