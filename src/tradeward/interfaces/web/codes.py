"""The form of a second factor's code, whose wrong ones are told in the sign-in journal."""

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from tradeward.interfaces.web import accounts


class Code(AuthenticateForm):
    """What an authenticator shows, or a recovery code."""

    def clean_code(self) -> str:
        """The code. Refuses: a wrong one, which is written down."""
        try:
            return str(super().clean_code())
        except ValidationError:
            accounts.note(context.request, email=self.user.get_username(), succeeded=False)
            raise
