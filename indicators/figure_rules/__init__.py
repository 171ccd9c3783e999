"""What a figure may be, and what about it is odd."""
