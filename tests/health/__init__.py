"""Health: measuring, judging, reporting."""
