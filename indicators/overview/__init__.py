"""The pages of a plan, a measure, an office and an institution, and the start page."""
