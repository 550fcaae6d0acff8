"""Tables, and the functions that load and record them."""
