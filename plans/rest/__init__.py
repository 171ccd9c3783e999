"""What every REST collection has in common: columns printed by the database, pages, whole answers, problems, versions."""
