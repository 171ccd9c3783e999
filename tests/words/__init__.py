"""How the interface speaks, in both languages, and that nothing in it stands outside them."""
