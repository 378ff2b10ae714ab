"""Training the decoder that aligns turns with guide items, and the interviews it is trained on."""
