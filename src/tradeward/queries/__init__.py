"""All reads: the first argument is who looks."""
