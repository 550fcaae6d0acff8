"""The way out for letters: Django's mail backend that the settings name."""

from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A mail backend, and in whose name it sends."""

    backend: str
    sender: str

    def send(self, *, id: str, address: str, title: str, text: str) -> str:
        """Send one letter, under a Message-ID that follows from its `id`; what was in the way, or nothing when it was taken."""
        name = self.sender.rpartition("@")[2].rstrip("> ") or "tradeward"
        message = EmailMessage(
            subject=title, body=text, from_email=self.sender, to=[address], headers={"Message-ID": f"<{id}@{name}>"}
        )
        try:
            message.connection = get_connection(self.backend)
            message.send()
        except (
            Exception
        ) as fault:  # a server, a socket, a name, an address: whatever it is, a later try may find it gone
            return f"{type(fault).__name__}: {fault}"
        return ""
