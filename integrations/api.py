"""The addresses that ATSs call: the raw request becomes a hook, the inbox answers."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from gunicorn.http.errors import ParseException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrations import inbox
from integrations.vocabulary import Hook


class AtsEndpoint(APIView):
    """Takes what an ATS sends to one connection's address; the body is read raw, once (P5)."""

    def get(self, request: Request, token: str, endpoint: str) -> Response:
        return self._take(request, token, endpoint)

    def post(self, request: Request, token: str, endpoint: str) -> Response:
        return self._take(request, token, endpoint)

    def _take(self, request: Request, token: str, endpoint: str) -> Response:
        try:
            hook = hook_from(request._request, endpoint)
        except RequestDataTooBig:
            return Response({"status": "too large"}, status=413)
        except (OSError, ParseException):  # broken off, or in pieces that cannot be put together
            return Response({"status": "refused"}, status=400)
        answer = inbox.receive(token, hook)
        return Response(answer.body, status=answer.status, headers=dict(answer.headers))


def hook_from(request: HttpRequest, endpoint: str) -> Hook:
    """The request as connectors see it; one over the limit is not read (P8).

    Raises:
        RequestDataTooBig: when the body is over a mebibyte.
        OSError, ParseException: when it did not come whole.
    """
    return Hook(
        endpoint=endpoint,
        method=request.method or "",
        headers={name.lower(): value for name, value in request.headers.items()},
        query=request.GET.dict(),
        body=_body(request),
    )


def _body(request: HttpRequest) -> bytes:
    """The raw body; Django alone takes one that comes in chunks, without a length, for empty."""
    stream = request.META["wsgi.input"]
    if "CONTENT_LENGTH" in request.META or not request.META.get("wsgi.input_terminated"):
        return request.body
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body: bytes = stream.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig
    return body
