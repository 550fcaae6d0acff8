"""The rules: one file a category; every rule carries sentences that it must find and sentences that are clean."""
