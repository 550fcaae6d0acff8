"""The web server's own process: granian, which answers by threads (docs/decisions/web-server.md)."""
