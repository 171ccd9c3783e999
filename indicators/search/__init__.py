"""Finding anything by code or name."""
