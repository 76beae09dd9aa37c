"""Options as hosts pass them, flat and by name, made into settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqp.algorithm.limits import Limits
from sqp.algorithm.sqp import SQP
from sqp.errors import OptionError
from sqp.model.names import unknown_name

#: Fields of Limits; a host's options name them without it.
LIMITS = tuple(field.name for field in fields(Limits))
#: Fields of SQP that an option can set.
SETTINGS = tuple(field.name for field in fields(SQP) if field.name != "limits")


def settings_of(
    options: Mapping[str, Any], *, aliases: Mapping[str, str] | None = None, extra: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Arguments of :class:`SQP` from options that name its fields, those of :class:`Limits`, or a host's own words.

    Parameters
    ----------
    options : mapping
        ``limits`` itself may be among them; options named beside it replace its fields.
    aliases : mapping, optional
        The host's word for a field.
    extra : tuple of str
        Further options that the door has dealt with, for the message about one that does not exist.

    Raises
    ------
    OptionError
        If an option is unknown, given twice under two names, or out of range.

    Examples
    --------
    >>> settings_of({"maxiter": 50, "tolerance": 1e-6}, aliases={"maxiter": "iterations"})["limits"].iterations
    50
    """
    words = dict(aliases or {})
    settings, limits = dict[str, Any](), dict[str, Any]()
    for word, value in options.items():
        name = words.get(word, word)
        if name not in (*SETTINGS, *LIMITS, "limits"):
            raise OptionError(unknown_name("option", word, [*words, *SETTINGS, *LIMITS, *extra]))
        home = limits if name in LIMITS else settings
        if name in home:
            raise OptionError(f"option {word!r} is given twice, also as {name!r} or by another name for it")
        home[name] = value
    if limits:
        base = settings.get("limits", Limits())
        settings["limits"] = Limits(**{name: getattr(base, name) for name in LIMITS} | limits)
    return settings
