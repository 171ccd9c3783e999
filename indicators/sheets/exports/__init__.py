"""The sheet out: a plan's rows in the tidy layout, as CSV or XLSX, such that reading them in again changes nothing."""
