"""The pure core: values and decisions. Never I/O, never a clock, never a sentence that a person reads."""
