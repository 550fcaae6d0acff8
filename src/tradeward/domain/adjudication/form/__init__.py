"""The JSON form of a case: read whole or refused by name, with the path of the key or value at fault."""
