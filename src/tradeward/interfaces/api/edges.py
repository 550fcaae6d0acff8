"""The API's edges: whatever Django itself answers under /api/ is told as a problem like everything else (RFC 9457)."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from tradeward.interfaces.api import problems

_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


def only_problems(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an unknown path, a method that is not offered, a fault: a problem, with the headers that belong to it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith("/api/") or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        if response["Content-Type"] == problems.MEDIA_TYPE:
            return response
        name = problems.of_status(response.status_code)
        headers = {header: response[header] for header in _KEPT if header in response}
        return problems.problem(name, problems.KINDS[name].title, headers=headers)

    return answer
