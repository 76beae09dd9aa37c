"""``write_nl(problem, path)``: a problem as an AMPL ``.nl`` file, with its names beside it."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import casadi as ca
import numpy as np
from scipy import sparse

from sqp.adapters.ampl.graph import graph_of, scalar_program
from sqp.adapters.ampl.wording import Wording, numeral
from sqp.arrays import Mask, Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.statement import Statement


def write_nl(problem: object, path: str | PathLike[str]) -> Path:
    """Write a problem in AMPL's text format, for any solver that reads it.

    Variables and rows keep their order, so a solver's answer is one for the problem.  Parameters are written with their
    values, linear rows as such, common subexpressions as defined variables, and names to ``.col`` and ``.row`` files.

    Parameters
    ----------
    problem : CasadiProblem or Model
    path : path
        Gets the extension ``.nl`` if it has another one or none.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ProblemError
        If the problem is not made of expressions, or uses an operation that the format does not have.

    Examples
    --------
    >>> import tempfile
    >>> import sqp
    >>> m = sqp.Model("product")
    >>> x, y = m.variable("x", lower=0, upper=1), m.variable("y", lower=0, upper=4)
    >>> m.maximize(x * y)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read = sqp.read_nl(write_nl(m, Path(folder) / "product"))
    >>> read.variable_names, read.objective(read.variable_bounds.upper)
    (('x', 'y'), -4.0)
    """
    if isinstance(problem, Statement):
        problem = problem.problem()
    if not isinstance(problem, CasadiProblem):
        raise ProblemError(f"problem: expected one made of CasADi expressions, got {type(problem).__name__}")
    file = Path(path) if Path(path).suffix == ".nl" else Path(f"{path}.nl")
    parts = _parts(problem)
    file.write_text("".join(f"{line}\n" for line in _file(problem, parts)), encoding="ascii")
    for suffix, names in ((".col", problem.variable_names), (".row", _row_names(problem))):
        if names:
            file.with_suffix(suffix).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        else:
            file.with_suffix(suffix).unlink(missing_ok=True)
    return file


@dataclass(frozen=True, eq=False)
class _Parts:
    """A problem cut into what the format states apart.

    Row ``m`` of ``entries`` is the gradient of the objective.  Rows that are linear have their coefficients there and
    the others explicit zeros, which say who depends on what.
    """

    linear: Mask
    entries: sparse.csr_array
    constant: Vector
    wording: Wording
    nodes: list[int]


def _parts(problem: CasadiProblem) -> _Parts:
    functions, p = problem.functions, problem.parameters
    x = ca.MX.sym("x", problem.variable_bounds.size)
    f = problem.sense * functions.objective(x, p)
    program = scalar_program(ca.Function("whole", [x], [ca.vertcat(functions.constraints(x, p), f)]))
    graph, nodes = graph_of(program)
    linear = np.array([graph.degree[node] < 2 for node in nodes])
    mentioned = program.jac_sparsity(0, 0)
    places = [(np.array(mentioned.row(), dtype=np.int64), np.array(mentioned.get_col(), dtype=np.int64))]
    values = [np.zeros(mentioned.nnz())]
    constant = np.zeros(linear.size)
    if linear.any():
        symbol = ca.SX.sym("x", x.numel())
        rows = np.flatnonzero(linear).tolist()
        whole = program(symbol)[rows]
        at_zero, jacobian = ca.Function("linear", [symbol], [whole, ca.jacobian(whole, symbol)])(np.zeros(x.numel()))
        constant[rows] = at_zero.full().ravel()
        pattern = jacobian.sparsity()
        places.append((np.flatnonzero(linear)[pattern.row()], np.array(pattern.get_col(), dtype=np.int64)))
        values.append(np.array(jacobian.nonzeros()))
    row, column = (np.concatenate(part) for part in zip(*places, strict=True))
    shape = (linear.size, x.numel())
    entries = sparse.csr_array(sparse.coo_array((np.concatenate(values), (row, column)), shape=shape))
    return _Parts(linear, entries, constant, Wording(graph, x.numel()), nodes)


def _file(problem: CasadiProblem, parts: _Parts) -> Iterable[str]:
    n, m = problem.variable_bounds.size, problem.constraint_bounds.size
    yield from _header(problem, parts)
    yield from parts.wording.defined
    for i in range(m):
        yield f"C{i}"
        yield from _expression(parts, i)
    yield f"O0 {0 if problem.sense > 0 else 1}"
    yield from _expression(parts, m)
    yield f"x{n}"
    yield from (f"{j} {numeral(value)}" for j, value in enumerate(problem.start.tolist()))
    if m:
        yield "r"
        yield from _intervals(problem.constraint_bounds)
    yield "b"
    yield from _intervals(problem.variable_bounds)
    yield f"k{n - 1}"
    rows = parts.entries[:m]
    yield from map(str, np.cumsum(np.bincount(rows.indices, minlength=n))[: n - 1].tolist())
    for i in range(m + 1):
        yield from _linear(f"J{i}" if i < m else "G0", parts.entries, i)


def _expression(parts: _Parts, row: int) -> Sequence[str]:
    """The part of a row that its coefficients do not state."""
    return [f"n{numeral(parts.constant[row])}"] if parts.linear[row] else parts.wording.lines(parts.nodes[row])


def _linear(letter: str, entries: sparse.csr_array, row: int) -> Iterable[str]:
    begin, end = entries.indptr[row : row + 2]
    if begin == end:
        return
    yield f"{letter} {end - begin}"
    for j, value in zip(entries.indices[begin:end].tolist(), entries.data[begin:end].tolist(), strict=True):
        yield f"{j} {numeral(value)}"


def _header(problem: CasadiProblem, parts: _Parts) -> Iterable[str]:
    """The ten lines; what is nonlinear must come first, so everything up to the last of it is called nonlinear."""
    n, m = problem.variable_bounds.size, problem.constraint_bounds.size
    curved = ~parts.linear | (parts.constant != 0.0)
    rows = _last(np.flatnonzero(curved[:m]))
    in_rows = _last(parts.entries[np.flatnonzero(~parts.linear[:m])].indices)
    in_objective = 0 if parts.linear[m] else _last(parts.entries[[m]].indices)
    bounds = problem.constraint_bounds
    ranges = np.isfinite(bounds.lower) & np.isfinite(bounds.upper) & ~bounds.equalities
    entries = parts.entries.indptr[m]
    lengths = [max(map(len, names), default=0) for names in (_row_names(problem), problem.variable_names)]
    yield "g3 1 1 0"
    yield f" {n} {m} 1 {np.count_nonzero(ranges)} {np.count_nonzero(bounds.equalities)} 0"
    yield f" {rows} {int(curved[m])}"
    yield " 0 0"
    yield f" {in_rows} {in_objective} {min(in_rows, in_objective)}"
    yield " 0 0 0 1"
    yield " 0 0 0 0 0"
    yield f" {entries} {parts.entries.nnz - entries}"
    yield f" {lengths[0]} {lengths[1]}"
    yield f" {parts.wording.count} 0 0 0 0"


def _last(indices: Any) -> int:
    return int(np.max(indices, initial=-1)) + 1


def _intervals(bounds: Bounds) -> Iterable[str]:
    for low, high in zip(bounds.lower.tolist(), bounds.upper.tolist(), strict=True):
        below, above = low > -np.inf, high < np.inf
        if below and above:
            yield f"4 {numeral(low)}" if low == high else f"0 {numeral(low)} {numeral(high)}"
        else:
            yield f"2 {numeral(low)}" if below else f"1 {numeral(high)}" if above else "3"


def _row_names(problem: CasadiProblem) -> Sequence[str]:
    return [*problem.constraint_names, "objective"] if problem.constraint_names else ()
