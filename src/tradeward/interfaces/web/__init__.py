"""The web application: pages rendered here over the same use cases and queries as the API (DESIGN §6)."""
