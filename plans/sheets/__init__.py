"""CSV files as they come from offices (how large, in which encoding, what their rows hold), and files for programs for sheets."""
