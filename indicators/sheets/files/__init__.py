"""Files to rows of text, as a person sees them: CSV and XLSX, within limits."""
