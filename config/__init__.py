"""How Hoshin is put together and started. Nothing in the apps imports from here."""
