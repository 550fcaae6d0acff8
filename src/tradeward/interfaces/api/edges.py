"""The API's edges: whatever Django itself answers under /api/ is told as a problem like everything else (RFC 9457)."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from tradeward.interfaces.api import problems

_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


def only_problems(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an unknown path, a method that is not offered, a fault, a body without its length: a problem.

    It keeps the headers that belong to what was answered, and the sentence of an answer in plain text.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return get_response(request)
        # Without a length Django takes the body for an empty one, and a move that says something for one that says nothing.
        if "Transfer-Encoding" in request.headers:
            return problems.problem("length-required", "the body comes in chunks, and without its length")
        response = get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        if response["Content-Type"] == problems.MEDIA_TYPE:
            return response
        name = problems.of_status(response.status_code)
        headers = {header: response[header] for header in _KEPT if header in response}
        plain = response["Content-Type"].startswith("text/plain") and response.content.decode().strip()
        return problems.problem(name, plain or problems.KINDS[name].title, headers=headers)

    return answer
