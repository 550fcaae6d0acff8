"""Forms drawn from the domain's own table of what may be said, and read back into it: there is no second list of fields."""

from tradeward.interfaces.web.forms.form import Form, Hint, Hints, flattened

__all__ = ["Form", "Hint", "Hints", "flattened"]
