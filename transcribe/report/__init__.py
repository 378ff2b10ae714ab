"""A study at a glance: measured from its interviews, drawn, and written as one page."""
