"""API v1: the use cases and queries over HTTP (DESIGN §5). One file a noun; `app.py` puts them together."""
