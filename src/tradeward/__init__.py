"""Tradeward: trade assurance as software anybody can run."""

__version__ = "0.1.0"
