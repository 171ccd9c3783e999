"""The sheet in and out: its grammar, its import, its export."""
