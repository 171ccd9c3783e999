"""Charts of figures: SVG, Plotly, sparklines and files, all from the same data."""
