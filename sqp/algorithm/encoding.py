"""Settings as plain data, and back: nested frozen dataclasses of this package, enumerations, tuples and numbers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from typing import Any, cast

from sqp.errors import CheckpointError

_PACKAGE = "sqp."


def encoded(value: Any) -> Any:
    """What JSON can hold; TypeError for anything but settings of this package.

    Examples
    --------
    >>> from sqp.step.line_search import LineSearch
    >>> encoded(LineSearch())["class"]
    'sqp.step.line_search.LineSearch'
    >>> decoded(encoded(LineSearch(trials=7))).trials
    7
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple):
        return {"tuple": [encoded(part) for part in value]}  # pyright: ignore[reportUnknownVariableType]
    kind: Any = type(value)  # pyright: ignore[reportUnknownVariableType]
    if not kind.__module__.startswith(_PACKAGE):
        raise TypeError(f"{kind.__qualname__} is no class of this package")
    name = f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(value, Enum):
        return {"member": name, "name": value.name}
    if not is_dataclass(value):
        raise TypeError(f"{kind.__qualname__} is no settings class")
    return {"class": name, "fields": {field.name: encoded(getattr(value, field.name)) for field in fields(value)}}


def decoded(value: Any) -> Any:
    """The inverse of :func:`encoded`; only settings classes and enumerations of this package are ever made.

    Raises
    ------
    CheckpointError
        If the data name anything else.
    """
    if not isinstance(value, dict):
        return value
    data = cast("dict[str, Any]", value)
    if "tuple" in data:
        return tuple(decoded(part) for part in data["tuple"])
    if "member" in data:
        kind = _class_named(data["member"])
        if issubclass(kind, Enum) and data["name"] in kind.__members__:
            return kind[data["name"]]
    elif "class" in data:
        kind: Any = _class_named(data["class"])
        if hasattr(kind, "__dataclass_fields__"):
            return kind(**{name: decoded(part) for name, part in data["fields"].items()})
    raise CheckpointError(f"the checkpoint holds settings that cannot be read: {data!r}")


def _class_named(name: str) -> Any:
    module, _, kind = name.rpartition(".")
    if not module.startswith(_PACKAGE):
        raise CheckpointError(f"the checkpoint names {name}, which is no class of this package")
    try:
        found = getattr(import_module(module), kind)
    except (ImportError, AttributeError) as error:
        raise CheckpointError(f"the checkpoint names {name}, which does not exist") from error
    if not isinstance(found, type):
        raise CheckpointError(f"the checkpoint names {name}, which is no class")
    return found
