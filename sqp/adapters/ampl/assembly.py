"""From the contents of a ``.nl`` file to a problem."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from itertools import chain
from typing import Any

import casadi as ca
import numpy as np
from scipy import sparse

from sqp.adapters.ampl.complements import completed
from sqp.adapters.ampl.contents import Contents
from sqp.adapters.ampl.info import AmplInfo
from sqp.adapters.ampl.levels import expressions
from sqp.adapters.ampl.names import Names
from sqp.adapters.ampl.problem import AmplProblem
from sqp.adapters.ampl.stream import Pairs
from sqp.arrays import Vector
from sqp.bounds import Bounds


def assemble(contents: Contents, info: AmplInfo, names: Names) -> AmplProblem:
    """The problem: the objective that is asked for, and each row as its nonlinear plus its linear part.

    A maximised objective is negated, and multipliers change sign with it: AMPL's are the derivatives of the optimal
    value in the user's sense, y_ampl = -sense * y, and the suffixes of bounds follow the same rule.
    """
    bounds, rows = contents.variable_bounds or Bounds.free(contents.tape.variables), contents.constraint_bounds
    rows = Bounds([], []) if rows is None else rows
    x = ca.SX.sym("x", bounds.size)
    zero = contents.tape.constant(0.0)
    optimised = -1 if info.objective is None else info.objective
    nonlinear = expressions(
        contents.tape,
        x,
        [
            contents.objectives.get(optimised, (zero, 1))[0],
            *(contents.constraints.get(i, zero) for i in range(rows.size)),
        ],
    )
    f, c = ca.vertsplit(nonlinear, [0, 1, rows.size + 1])
    stated = c + _linear(contents.jacobian, rows.size, x)
    whole = completed(contents.complements, x, stated, bounds, rows, names)
    return AmplProblem(
        x,
        info.sense * (f + _linear({0: contents.gradients.get(optimised, ([], []))}, 1, x)),
        whole.c,
        variable_bounds=bounds,
        constraint_bounds=whole.bounds,
        start=_filled(contents.start or ([], []), bounds.size),
        variable_names=names.variables,
        constraint_names=whole.names,
        info=info,
        notes=_notes(contents, info),
        dual_start=None
        if contents.dual_start is None
        else -info.sense * _filled(contents.dual_start, whole.bounds.size),
        bound_dual_start=_bound_dual_start(info),
        pairs=whole.pairs,
    )


def _linear(parts: dict[int, Pairs], rows: int, x: Any) -> Any:
    """(rows,) A x with the coefficients of the file, entry for entry."""
    row = np.repeat(np.array(list(parts), dtype=np.int64), [len(indices) for indices, _ in parts.values()])
    column = np.fromiter(chain.from_iterable(indices for indices, _ in parts.values()), dtype=np.int64)
    value = np.fromiter(chain.from_iterable(values for _, values in parts.values()), dtype=np.float64)
    matrix = sparse.csc_array(sparse.coo_array((value, (row, column)), shape=(rows, x.numel())))
    matrix.eliminate_zeros()
    pattern = ca.Sparsity(rows, x.numel(), matrix.indptr.tolist(), matrix.indices.tolist())
    return ca.densify(ca.mtimes(ca.SX(ca.DM(pattern, ca.DM(matrix.data))), x))


def _filled(pairs: Pairs, size: int) -> Vector:
    indices, values = pairs
    vector = np.zeros(size)
    vector[np.array(indices, dtype=np.int64)] = values
    return vector


def _bound_dual_start(info: AmplInfo) -> Vector | None:
    lower, upper = (info.suffix("variable", name) for name in ("ipopt_zL_in", "ipopt_zU_in"))
    given = [z for z in (lower, upper) if z is not None]
    return -info.sense * np.sum(given, axis=0) if given else None


def _notes(contents: Contents, info: AmplInfo) -> tuple[str, ...]:
    notes: list[str] = []
    if info.objective is None:
        notes.append("there is no objective: any feasible point is a solution")
    elif info.objectives > 1:
        notes.append(f"of {info.objectives} objectives only number {info.objective + 1} is optimised")
    if contents.nonsmooth:
        operators = ", ".join(contents.nonsmooth)
        notes.append(
            f"the model uses operators that are not differentiable everywhere ({operators}): where they have a kink"
            " or a jump, derivatives are one-sided and a solve may stop at a point that is not optimal; a branch of"
            " an if-then-else that is not taken must still have finite derivatives"
        )
    return tuple(notes)
