"""The addresses that ATSs call: the raw request becomes a hook, the inbox answers."""

from django.http import HttpRequest
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
        answer = inbox.receive(token, hook_from(request._request, endpoint))
        return Response(answer.body, status=answer.status)


def hook_from(request: HttpRequest, endpoint: str) -> Hook:
    """The request as connectors see it; reading a body over the limit raises (P8)."""
    return Hook(
        endpoint=endpoint,
        method=request.method or "",
        headers={name.lower(): value for name, value in request.headers.items()},
        query=request.GET.dict(),
        body=request.body,
    )
