"""The gate, and what may leave."""
