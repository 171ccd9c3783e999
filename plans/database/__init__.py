"""What the database keeps by itself: history, versions, locks, stamps, counted changes; and whole transactions."""
