"""The objective as SciPy's users give it, with what is known of its derivatives."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sqp.adapters.scipy_curvature import Curvature, Products, curvature
from sqp.adapters.scipy_functions import SCHEMES, Both, Counted, complex_step, scheme
from sqp.arrays import Vector
from sqp.model.differences import Differences
from sqp.model.returned import Remembered, ReturnedScalar


@dataclass(frozen=True, eq=False, kw_only=True)
class Objective:
    """The user's objective with what is known of its derivatives, each counted."""

    values: Remembered
    fun: Counted
    slope: Callable[[Vector], Any] | None
    jac: Counted | None
    differences: Differences | None
    curvature: Curvature | Products
    hess: Counted | None

    @classmethod
    def of(
        cls, fun: Callable[..., Any], args: tuple[Any, ...], jac: Any, hess: Any, hessp: Any, own: dict[str, Any]
    ) -> Objective:
        """From SciPy's arguments; ``own`` holds the options that are about differences."""
        if jac is True:
            both = Both(fun)
            fun, jac = both.value, both.gradient
        counted = Counted(fun, args)
        slope = Counted(jac, args) if callable(jac) else None
        wanted = jac if isinstance(jac, str) else own.get("differences", SCHEMES[1])
        exact = slope or (complex_step(counted) if wanted == "cs" else None)
        differences = None if exact else scheme("option 'differences'", wanted, own.get("finite_diff_rel_step"))
        second = Counted(hess, args) if callable(hess) and not isinstance(hess, type) else None
        curved: Curvature | Products
        if second is not None:
            curved = lambda x, _: second(x)  # noqa: E731
        elif hess is None and hessp is not None:
            second = Counted(hessp, args)
            curved = Products(second)
        else:
            curved = curvature("hess", hess, None if exact is None else lambda x, _: np.ravel(exact(x)))
        values = Remembered(ReturnedScalar("fun", counted))
        return cls(
            values=values, fun=counted, slope=exact, jac=slope, differences=differences, curvature=curved, hess=second
        )
