"""All writes: one function is one thing somebody does."""
