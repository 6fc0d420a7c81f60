"""A field whose value is sealed at rest and bound to its row and organization (P59, P60)."""

import json
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from integrations.problems import KeyRefused

if TYPE_CHECKING:
    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField


class SealBroken(KeyRefused):
    """A sealed value is damaged, moved from another row, or its key is gone.

    For the connection that is the same as a key that the ATS refuses: a new one is needed (P59).
    """


class _Sealed(str):
    """A value as the database holds it: never handed out."""

    __slots__ = ()


class SealedField(TextField):
    """Keeps a JSON value sealed as `key id:token`; the newest key seals, every key opens.

    The model says with `seal_binding()` what the value is bound to. Reading the attribute opens
    it, and raises SealBroken rather than return what it cannot open.
    """

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Opener(self))

    def from_db_value(self, value: str | None, *_: Any) -> _Sealed | None:
        return None if value is None else _Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = model_instance.__dict__.get(self.attname)
        return value if isinstance(value, _Sealed) else seal(value, _binding(model_instance, self))

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str):
            raise TypeError("A sealed value is saved with its row, never by an update.")
        return value

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("A sealed value is not serialized.")


class _Opener:
    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        return unseal(value, _binding(row, self.field)) if isinstance(value, _Sealed) else value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


def seal(value: Any, binding: str) -> str:
    """Seal a JSON value with the newest key."""
    key_id, fernet = next(iter(_keys().items()))
    text = json.dumps({"for": binding, "value": value})
    return f"{key_id}:{fernet.encrypt(text.encode()).decode()}"


def unseal(sealed: str, binding: str) -> Any:
    """Open a sealed value.

    Raises:
        SealBroken: when its key is not known, it was changed, or it belongs to another row.
    """
    key_id, _, token = sealed.partition(":")
    fernet = _keys().get(key_id)
    if fernet is None:
        raise SealBroken("The key that sealed this value is not in SEALING_KEYS.")
    try:
        opened = json.loads(fernet.decrypt(token.encode()))
    except (InvalidToken, ValueError) as problem:
        raise SealBroken("A sealed value was changed.") from problem
    if opened["for"] != binding:
        raise SealBroken("A sealed value was moved from another row.")
    return opened["value"]


def _keys() -> dict[str, Fernet]:
    """The sealing keys by id, newest first."""
    keys = dict(entry.split(":", 1) for entry in settings.SEALING_KEYS if ":" in entry)
    if not keys:
        raise ImproperlyConfigured("SEALING_KEYS holds no key of the form id:key.")
    return {key_id: Fernet(key) for key_id, key in keys.items()}


def _binding(row: models.Model, field: SealedField) -> str:
    return f"{row._meta.label}.{field.name}:{row.seal_binding()}"  # type: ignore[attr-defined]
