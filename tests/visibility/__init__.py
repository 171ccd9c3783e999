"""Who may read which row and which word, at every address."""
