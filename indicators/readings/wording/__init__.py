"""How figures, readings and their reasons are said, in both languages."""
