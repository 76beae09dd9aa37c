"""The options of a call, as every door takes them: settings of :class:`SQP` by name, Hessians by name or "auto"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.errors import OptionError
from sqp.hessian.bfgs import BFGS
from sqp.hessian.choice import chosen, named
from sqp.hessian.exact import Exact
from sqp.model.names import unknown_name
from sqp.model.problem import HasHessian, Problem, provides


def choose_hessian(settings: dict[str, Any], problem: Problem, x0: ArrayLike | None) -> tuple[str, ...]:
    """Put a Hessian model where ``settings`` has a name or "auto", and say in a note why it was chosen.

    Raises
    ------
    OptionError
        If there is no model of that name.
    """
    wanted = settings.get("hessian")
    if not isinstance(wanted, str):
        return ()
    if wanted != "auto":
        settings["hessian"] = named(wanted)
        return ()
    n = problem.variable_bounds.size
    start = getattr(problem, "start", np.zeros(n)) if x0 is None else np.asarray(x0, dtype=np.float64)
    if start.shape != (n,):
        settings["hessian"] = Exact() if provides(problem, HasHessian) else BFGS()
        return ()  # the solve will say what is wrong with the start
    settings["hessian"], reason = chosen(problem, start)
    return (f"hessian={settings['hessian']!r} was chosen: {reason}",)


def noted(result: Result, notes: tuple[str, ...]) -> Result:
    """The result with further notes before its own."""
    return replace(result, notes=(*notes, *result.notes)) if notes else result


def sqp_settings(settings: dict[str, Any], extra: Iterable[str] = ("y0", "z0", "warm", "checkpoint")) -> SQP:
    """The settings object with these fields; ``extra`` are names that the caller's signature has besides them.

    Raises
    ------
    OptionError
        If a name is no setting; the message says which one is meant.
    """
    known = [field.name for field in fields(SQP)]
    for name in settings:
        if name not in known:
            raise OptionError(unknown_name("setting", name, [*known, "callback", *extra]))
    return SQP(**settings)
