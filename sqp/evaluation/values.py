"""What has been computed at a point; the type says how much."""

from __future__ import annotations

from dataclasses import dataclass

from sqp.arrays import Matrix, Vector


@dataclass(frozen=True, eq=False)
class Values:
    """Function values at ``x``: objective ``f`` and constraints ``c`` (m,)."""

    x: Vector
    f: float
    c: Vector


@dataclass(frozen=True, eq=False)
class Linearization:
    """First derivatives at ``values.x``: ``grad`` (n,) and ``jac`` (m, n)."""

    values: Values
    grad: Vector
    jac: Matrix
