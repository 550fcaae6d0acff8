"""The doors: the API, the command line, the worker."""
