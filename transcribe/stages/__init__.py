"""Pure functions from values to values, and the Protocols that backends meet."""
