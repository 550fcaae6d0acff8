"""The words that pages have for lives: states, moves, what happened, what silence does. A test says that none is missing."""
