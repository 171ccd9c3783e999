"""What people change: figures, targets, definitions, commitments."""
