"""The bank, behind a small port; the sandbox plays it."""
