"""CSV files as they come from offices: how large they may be, in which encoding they are, what their rows hold."""
