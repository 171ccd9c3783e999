"""Pages on which measures, reports and feedback are edited."""
