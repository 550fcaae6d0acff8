"""The web application, asked as a browser asks: sessions and forms."""
