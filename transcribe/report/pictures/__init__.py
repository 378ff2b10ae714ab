"""The pictures of a report, each with its caption and the same figures as a table."""
