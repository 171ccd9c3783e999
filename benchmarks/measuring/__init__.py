"""How it is measured: by the clock, by many clients at once, in memory, on a sheet and from a cold start."""
