"""What ``import transcribe`` offers: files and studies as values, single stages, tables."""
