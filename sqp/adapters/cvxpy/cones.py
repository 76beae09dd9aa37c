"""Convex constraints written in CVXPY as affine maps into cones."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false, reportPrivateImportUsage=false
# pyright: reportPrivateUsage=false
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from sqp.arrays import Vector
from sqp.errors import ModelError, UnsupportedError

_BOUNDS = frozenset({"nonneg", "nonpos", "pos", "neg", "bounds"})


@dataclass(frozen=True, eq=False)
class Affine:
    """b - A v, (k,)."""

    A: Any
    b: Vector

    def rows(self, which: Any) -> Affine:
        return Affine(self.A[which], self.b[which])

    def times(self, matrix: Any) -> Affine:
        """The values multiplied from the left by a constant matrix."""
        M = sparse.csr_array(matrix)
        return Affine(M @ self.A, M @ self.b)

    @property
    def is_constant(self) -> bool:
        return not np.abs(self.A).sum()


@dataclass(frozen=True, eq=False)
class ConeForm:
    """Affine maps of v and the cones that their values are in.

    Attributes
    ----------
    zero, nonnegative : Affine
        Values that are 0, and values that are not negative.
    second_order : tuple of Affine
        Each with values (t, u): |u| <= t.
    exponential : tuple of Affine
        Each with three values (x, y, z): y exp(x / y) <= z and y > 0.
    auxiliary : int
        How many variables CVXPY has added; they follow those of the user in v.
    """

    zero: Affine
    nonnegative: Affine
    second_order: tuple[Affine, ...]
    exponential: tuple[Affine, ...]
    auxiliary: int


def cone_form(constraints: Sequence[Any], variables: Sequence[Any]) -> ConeForm:
    """What CVXPY's canonicalisation makes of constraints, for v = (the variables, column by column; auxiliary ones).

    Parameters have the values that they have now.

    Raises
    ------
    ModelError
        If a constraint is not convex, or the variables are not those of the constraints.
    UnsupportedError
        If a variable has an attribute, or the canonical form a cone, that has no smooth description here.
    """
    import cvxpy as cp

    for constraint in constraints:
        if not constraint.is_dcp():
            raise ModelError(f"the CVXPY constraint {constraint} does not follow the rules of convex programs (DCP)")
    problem = cp.Problem(cp.Minimize(0), list(constraints))
    _check_variables(problem.variables(), variables)
    data, chain, _ = problem.get_problem_data(cp.CLARABEL)
    dims = data["dims"]
    if dims.p3d or dims.pnd:
        raise UnsupportedError(
            "power cones have no smooth description here: pass approx=True to the atom, if it has it"
        )
    if any(size > 2 for size in dims.psd):
        size = max(dims.psd)
        raise UnsupportedError(f"a matrix of size {size} is to be semidefinite; only up to 2 x 2 is that a smooth cone")
    A, auxiliary = _ordered(sparse.csc_array(data["A"]), data["param_prob"].var_id_to_col, chain, variables)
    return _split(Affine(sparse.csr_array(A), np.asarray(data["b"], dtype=np.float64)), dims, auxiliary)


def _check_variables(used: Sequence[Any], given: Sequence[Any]) -> None:
    known = {variable.id for variable in given}
    for variable in used:
        if variable.id not in known:
            raise ModelError(f"the CVXPY variable {variable.name()} has no expression: map it to one")
        for attribute, value in variable.attributes.items():
            if value and attribute not in _BOUNDS:
                raise UnsupportedError(
                    f"the CVXPY variable {variable.name()} has the attribute {attribute!r}: write it as a constraint"
                )
    unused = [variable.name() for variable in given if variable.id not in {other.id for other in used}]
    if unused:
        raise ModelError(f"the CVXPY variable {unused[0]} is in none of the constraints")


def _ordered(A: Any, first_column: dict[int, int], chain: Any, variables: Sequence[Any]) -> tuple[Any, int]:
    """The columns of the variables in this order, and then those auxiliary ones that are used."""
    replaced: dict[int, list[int]] = {}
    for reduction in chain.reductions:
        if type(reduction).__name__ == "CvxAttr2Constr":  # variables with bounds have been replaced by plain ones
            replaced |= reduction.var_id_map
    columns: list[int] = []
    for variable in variables:
        name = replaced.get(variable.id, [variable.id])[0]
        columns += range(first_column[name], first_column[name] + variable.size)
    used = np.flatnonzero(np.diff(A.indptr))
    others = np.setdiff1d(used, columns)
    return A[:, [*columns, *others.tolist()]], others.size


def _split(rows: Affine, dims: Any, auxiliary: int) -> ConeForm:
    """The rows by cone; in CVXPY's order for Clarabel, semidefinite matrices by their scaled upper triangles."""
    sizes = [dims.zero, dims.nonneg, *dims.soc, *(size * (size + 1) // 2 for size in dims.psd), *[3] * dims.exp]
    ends = np.cumsum(sizes).tolist()
    parts = [rows.rows(slice(end - size, end)) for size, end in zip(sizes, ends, strict=True)]
    zero, nonnegative = parts[:2]
    cones = parts[2 : 2 + len(dims.soc)]
    matrices = parts[2 + len(dims.soc) : 2 + len(dims.soc) + len(dims.psd)]
    for size, matrix in zip(dims.psd, matrices, strict=True):
        if size == 1:
            A = sparse.vstack([nonnegative.A, matrix.A], format="csr")
            nonnegative = Affine(A, np.concatenate([nonnegative.b, matrix.b]))
        else:
            # [[p, q], [q, r]] >= 0  <=>  |(p - r, 2 q)| <= p + r, with the rows p, sqrt(2) q, r
            cones.append(matrix.times([[1.0, 0.0, 1.0], [1.0, 0.0, -1.0], [0.0, np.sqrt(2.0), 0.0]]))
    return ConeForm(zero, nonnegative, tuple(cones), tuple(parts[len(parts) - dims.exp :]), auxiliary)
