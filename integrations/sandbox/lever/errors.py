"""How Lever refuses: a status, a code, and a sentence."""

from integrations.sandbox.records import Row


class Refused(Exception):
    """The call is answered with this status and `{code, message}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    @property
    def body(self) -> Row:
        """The answer's JSON."""
        return {"code": self.code, "message": str(self)}


def invalid(message: str) -> Refused:
    """A parameter or a body that cannot be read."""
    return Refused(400, "BadRequest", message)


def unauthorized(message: str) -> Refused:
    """No key, a wrong one, or a token that has ended."""
    return Refused(401, "Unauthorized", message)


def forbidden(message: str) -> Refused:
    """A setting or a grant stands in the way."""
    return Refused(403, "Forbidden", message)


def not_found(kind: str, key: str) -> Refused:
    """The words the vendor uses: `users 0000… was not found`."""
    return Refused(404, "ResourceNotFound", f"{kind} {key} was not found")
