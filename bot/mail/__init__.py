"""Mail: what it says (pure) and how it travels (outbox, inbox). Never what to write, nor when."""
