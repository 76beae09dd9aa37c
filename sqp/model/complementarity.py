"""Complementarity conditions as smooth constraints: 0 <= a ⟂ b >= 0 and its mixed form.

Mixed, for bounds l <= a <= u of which each may be infinite:

    a = l  and  b >= 0,   or   l <= a <= u  and  b = 0,   or   a = u  and  b <= 0,

which is, entry by entry,

    first          l <= a <= u
    second         b >= 0 if only l is finite, b <= 0 if only u is, b = 0 if neither is
    product        (a - l) b <= 0    for finite l
    product above  (a - u) b <= 0    for finite u.

Products that cannot be negative, which are all of them if each entry has one finite bound, are stated as one row, their
sum: it needs fewer iterations than a row for each (6, 6, 7 and 7 against 27, 30, 13 and 27 on outrata31 to 34).

No point satisfies these with a constraint qualification, since the product's gradient depends on those of its active
factors; but SQP converges quadratically to strongly stationary points, because its subproblems stay consistent there
and linear dependence does not stop an active-set method.

References
----------
R. Fletcher, S. Leyffer (2004), Solving mathematical programs with complementarity constraints as nonlinear programs,
    Optim. Methods Softw. 19, 15-40.
R. Fletcher, S. Leyffer, D. Ralph, S. Scholtes (2006), Local convergence of SQP methods for mathematical programs with
    equilibrium constraints, SIAM J. Optim. 17, 259-286: Proposition 4.1 for strong stationarity.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np

from sqp.errors import ModelError
from sqp.model.expression import symbolic
from sqp.model.relation import Relation


@dataclass(frozen=True, eq=False)
class Complementarity:
    """One stated condition: its name, both sides as they were written, and the names of its constraints.

    ``lower`` and ``upper`` are the bounds of ``a``; ``constraints`` maps the name of each constraint to its relation.
    """

    name: str
    a: Any
    b: Any
    lower: Any
    upper: Any
    constraints: dict[str, Relation]

    @property
    def is_plain(self) -> bool:
        """Whether it reads 0 <= a ⟂ b >= 0."""
        return bool(np.all(np.asarray(self.lower) == 0) and np.all(np.asarray(self.upper) == np.inf))


def complementarity(name: str, a: Any, b: Any) -> Complementarity:
    """The condition that ``a`` and ``b`` are complementary.

    Parameters
    ----------
    name : str
    a : expression, or range ``between(l, a, u)``
        An expression alone means a >= 0.
    b : expression of the same shape

    Raises
    ------
    ModelError
        If the shapes differ, or a range has bounds that depend on parameters.

    Examples
    --------
    >>> list(complementarity("contact", ca.MX.sym("gap"), ca.MX.sym("force")).constraints)
    ['contact.first', 'contact.second', 'contact.product']
    """
    given = a if isinstance(a, Relation) else Relation(symbolic(a), 0.0, np.inf)
    body, other = given.body, symbolic(b)
    if body.shape != other.shape:
        raise ModelError(f"complementarity {name!r}: the sides have shapes {body.shape} and {other.shape}")
    lower, upper = _numbers(name, given.lower), _numbers(name, given.upper)
    if np.any(lower == upper):
        raise ModelError(f"complementarity {name!r}: a range of one point leaves its partner free: state an equality")
    shape = body.shape
    low, high = np.isfinite(np.broadcast_to(lower, shape)), np.isfinite(np.broadcast_to(upper, shape))
    relations = {f"{name}.first": Relation(body, _shaped(lower), _shaped(upper))}
    least, most = np.where(high, -np.inf, 0.0), np.where(low, np.inf, 0.0)
    relations[f"{name}.second"] = Relation(other, _shaped(least), _shaped(most))
    for finite, bound, what in ((low, lower, "product"), (high, upper, "product above")):
        if finite.any():
            gap = body - ca.DM(np.where(finite, np.broadcast_to(bound, shape), 0.0))
            products = gap * other * ca.DM(finite.astype(np.float64))
            # Where one bound is infinite no product is negative, so that their sum says what each of them would.
            together = not (low & high).any()
            relations[f"{name}.{what}"] = Relation(ca.sum1(ca.vec(products)) if together else products, -np.inf, 0.0)
    return Complementarity(name, given.body, other, lower, upper, relations)


def _numbers(name: str, bound: Any) -> Any:
    try:
        numbers = np.asarray(bound, dtype=np.float64)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ModelError(f"complementarity {name!r}: the bounds of a range must be numbers, got {bound!r}") from error
    return numbers[:, None] if numbers.ndim == 1 else numbers


def _shaped(numbers: Any) -> Any:
    """A number for a scalar, a vector for a column."""
    array = np.asarray(numbers)
    if array.size == 1:
        return float(array.ravel()[0])
    return array[:, 0] if array.shape[1] == 1 else array
