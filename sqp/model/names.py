"""Messages about names that are not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """The sentence that says that there is no such name, with the nearest one or with all of them.

    >>> unknown_name("variable", "widht", ["width", "height"])
    "no variable 'widht'; did you mean 'width'?"
    >>> unknown_name("variable", "q", ["width", "height"])
    "no variable 'q'; known: width, height"
    """
    names = list(known)
    near = get_close_matches(name, names, n=1)
    if near:
        return f"no {what} {name!r}; did you mean {near[0]!r}?"
    return f"no {what} {name!r}; known: {', '.join(names) if names else 'none'}"
