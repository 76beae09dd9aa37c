"""Finds the test problems: every module with a ``CASE`` in a family folder, without any list of them.

A family is a sub-package, a problem a module in it whose name does not begin with an underscore.  Modules are imported
when their family is asked for; models are built only when a size is.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import partial
from math import inf

import sqp_problems
from sqp.errors import OptionError
from sqp_problems.case import Case


def families() -> tuple[str, ...]:
    """Names of the families, in alphabetical order."""
    return tuple(module.name for module in pkgutil.iter_modules(sqp_problems.__path__) if module.ispkg)


def cases(
    *,
    family: str | None = None,
    name: str = "*",
    tag: str | Collection[str] = (),
    min_n: int = 0,
    max_n: float = inf,
) -> list[Case]:
    """The problems of one family or of all, narrowed down by name, tags and size.

    Parameters
    ----------
    family : str, optional
        One of :func:`families`; all of them by default.
    name : str
        Shell-style pattern for the name, regardless of case: ``"HS7?"``.
    tag : str or collection of str
        Tags that a problem must all have.
    min_n, max_n : int
        Least and largest number of variables.

    Raises
    ------
    OptionError
        If there is no such family.

    Examples
    --------
    >>> [case.name for case in cases(name="hs7[12]")]
    ['HS71', 'HS72']
    >>> [case.name for case in cases(family="hock_schittkowski", tag="fritz-john")]
    ['HS13']
    """
    if family is not None and family not in families():
        raise OptionError(f"cases: family must be one of {', '.join(families())}, got {family!r}")
    chosen = families() if family is None else (family,)
    found = (case for member in chosen for case in _members(member))
    return list(select(found, name=name, tag=tag, min_n=min_n, max_n=max_n))


def select(
    found: Iterable[Case], *, name: str = "*", tag: str | Collection[str] = (), min_n: int = 0, max_n: float = inf
) -> Iterator[Case]:
    """Those of the given problems that have the name, the tags and the size asked for, in their order."""
    tags = {tag} if isinstance(tag, str) else set(tag)
    any_size = min_n <= 0 and max_n == inf
    for case in found:
        if (
            fnmatchcase(case.name.lower(), name.lower())
            and tags <= case.tags
            and (any_size or min_n <= case.n <= max_n)
        ):
            yield case


def suites() -> Mapping[str, Callable[[], list[Case]]]:
    """Suite name -> its problems: one suite per family, and ``"all"``.  The entry point of group ``sqp.suites``.

    A suite is called like its family unless the family's package says ``SUITE = "..."``.
    """
    named: dict[str, Callable[[], list[Case]]] = {}
    for family in families():
        package = importlib.import_module(f"sqp_problems.{family}")
        named[getattr(package, "SUITE", family)] = partial(cases, family=family)
    return named | {"all": cases}


def _members(family: str) -> Iterator[Case]:
    package = importlib.import_module(f"sqp_problems.{family}")
    for found in pkgutil.iter_modules(package.__path__):
        if not found.name.startswith("_"):
            module = importlib.import_module(f"sqp_problems.{family}.{found.name}")
            if hasattr(module, "CASE"):  # a module beside a problem may draw its picture
                yield module.CASE
