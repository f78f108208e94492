"""How the trained reader's weights are made from the replies in tests/replies: `make reader`. Never imported by bot."""
