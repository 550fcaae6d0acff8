"""Stories over the real product."""
