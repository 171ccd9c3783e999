"""Pages that look over a plan, a measure, an office, an institution, and the start page."""
