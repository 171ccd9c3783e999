"""What every form, table of the admin and collection of the API promises, and that they agree."""
