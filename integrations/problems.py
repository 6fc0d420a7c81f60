"""What can go wrong with an ATS, in words that a row can keep and a recruiter can read."""


class Refused(Exception):
    """A request to us is not authentic; the ATS gets one answer whatever the reason (P6)."""


class Unreadable(Exception):
    """Authentic or not, a request cannot be read."""


class NobodyRecruits(LookupError):
    """Nobody in the connection's group could be the recruiter of a candidate (J2)."""


class VendorProblem(Exception):
    """The ATS did not do what it promises; trying again later may help (H5).

    Args:
        reason: what happened, in a sentence.
        retry_after: seconds the ATS asked us to wait, 0 if it did not say.
        unclear: whether the request may have had its effect all the same (H6).
    """

    def __init__(self, reason: str, *, retry_after: float = 0, unclear: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.unclear = unclear


class AskedToWait(VendorProblem):
    """The ATS is well and has had enough of us for now (429): no failure of either side (P28)."""


class KeyRefused(VendorProblem):
    """The ATS does not take our key (401): the connection needs attention (H5, P30)."""


class NotNow(VendorProblem):
    """No call was made: the key is refused, or somebody else tries whether the ATS is back."""


class PermissionMissing(VendorProblem):
    """The key is good but may not do this (403): one capability is off (H5)."""


class NotThere(VendorProblem):
    """The ATS does not know this object (404): this row cannot succeed (H5)."""


class Rejected(VendorProblem):
    """The ATS refuses this request as it is (other 4xx): no retry helps (H5)."""
