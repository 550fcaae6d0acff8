"""Who asks, what they ask, and what time it is."""
