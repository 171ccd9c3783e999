"""What is drawn: the same chart for the page, for Plotly, to take away."""
