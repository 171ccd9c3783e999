"""Pages of institutions, offices, people and plans."""
