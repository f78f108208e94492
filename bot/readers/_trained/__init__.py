"""The parts of the trained reader: what the encoder sees, how it runs, what is made of it."""
