"""The sheet in: files to rows, rows to figures at places of a plan, figures to the database, set by set."""
