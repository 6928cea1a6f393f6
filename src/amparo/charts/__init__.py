"""charts: network, timeline and map as SVG from plain data. Knows no room."""
