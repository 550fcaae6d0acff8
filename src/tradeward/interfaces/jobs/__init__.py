"""The worker that makes due moves prompt."""
