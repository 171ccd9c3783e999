"""The promise: institutions, offices, plans, and who may see and edit."""
