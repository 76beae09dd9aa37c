"""Are the derivatives right?  The Taylor test, symmetry and bilinearity, and which entries are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sqp.arrays import Vector, as_dense
from sqp.calculus.bilinear_map import BilinearMap
from sqp.calculus.black_box import BlackBoxMap
from sqp.calculus.check_entries import WrongEntry, wrong_entries
from sqp.calculus.check_report import FIRST_SLOPE, SEARCHED, SECOND_SLOPE, DerivativeReport, FunctionCheck
from sqp.calculus.check_subject import MapSubject, ProblemSubject, Subject
from sqp.calculus.derivatives import map_of
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.remainder import direction, taylor_remainders
from sqp.errors import OptionError, ProblemError
from sqp.model.arguments import as_point
from sqp.model.differences import Differences
from sqp.model.problem import HasStart, Problem, provides
from sqp.settings import real_between, whole_number

#: So many functions have their second derivatives checked one by one; of more, so many are chosen at random.
SECOND_CHECKED = 500


def check_derivatives(
    f: Any,
    x: Any = None,
    *,
    derivative: LinearMap | None = None,
    second_derivative: BilinearMap | None = None,
    symbols: Any = None,
    black_box: bool | Differences = False,
    accuracy: float = 0.0,
    directions: int = 3,
    seed: int = 0,
) -> DerivativeReport:
    """Check derivatives against the function values that they claim to belong to.

    Along random directions the remainder of the Taylor expansion has to fall with the square of the step if the first
    derivative is right, and with its cube if the second is right too, until it reaches the noise of the function.
    Functions for which it does not are searched for the entries that are wrong.  All first derivatives are checked.
    Of more than 500 functions the second derivatives of 500 are, which are chosen at random: another ``seed`` chooses
    others, and the report names those that were left out.

    Parameters
    ----------
    f : model, problem, callable, casadi.Function or casadi expression
        A problem is checked with its own derivatives; any other f as in :func:`sqp.derivative`, with CasADi's.
    x : array, optional
        The point.  A problem is checked at its start, moved inside the bounds, by default.
    derivative, second_derivative : LinearMap, BilinearMap, optional
        What to check instead of CasADi's derivatives, if f is no problem.
    symbols, black_box
        As in :func:`sqp.derivative`.  Of a black box only derivatives that are given are checked.
    accuracy : float
        Relative error that the derivatives may have, in [0, 1): for those that are known not to be exact.
    directions : int
        How many random directions to look along, at least 1.
    seed : int
        Of the random numbers.

    Returns
    -------
    DerivativeReport
        ``report.ok``, ``print(report)``, ``report.plot()``.

    Raises
    ------
    EvaluationError
        If f cannot be evaluated at x.

    Examples
    --------
    >>> import sqp
    >>> problem = sqp.NLP(
    ...     lambda x: x[0] ** 2 * x[1],
    ...     [3.0, 2.0],
    ...     gradient=lambda x: [2 * x[0] * x[1], x[0]],
    ...     variable_names=["a", "b"],
    ... )
    >>> print(check_derivatives(problem))
    first derivatives   WRONG for 1 of 1 functions
    second derivatives  not checked
    <BLANKLINE>
    the remainder falls too slowly with the step:
      objective: power 1.00 instead of 2 after the first derivative
    <BLANKLINE>
    wrong entries:
      d objective / d b: 3, but differences give 9
    """
    real_between("accuracy", accuracy, -1e-300, 1.0)
    whole_number("directions", directions, least=1)
    rng = np.random.default_rng(seed)
    subject = (
        _problem_subject(problem, x, derivative, second_derivative)
        if isinstance(problem := _problem_of(f), Problem)
        else _map_subject(f, x, derivative, second_derivative, symbols=symbols, black_box=black_box)
    )
    curved = _looked_at(subject, rng)
    lines = [
        taylor_remainders(subject, direction(subject.x, subject.bounds, rng), curved, accuracy)
        for _ in range(directions)
    ]
    slopes = [line.slopes() for line in lines]
    first = _median([each[0] for each in slopes])
    second = _median([each[1] for each in slopes])
    if not subject.has_second:
        second[:] = np.nan
    judged = np.isin(np.arange(second.size), curved) & (first >= FIRST_SLOPE)
    second[~judged] = np.nan
    functions = tuple(
        FunctionCheck(name, float(a), float(b))
        for name, a, b in zip(subject.function_names, first, second, strict=True)
    )
    looked_at = set(curved) if subject.has_second else set(range(second.size))
    skipped = tuple(name for i, name in enumerate(subject.function_names) if i not in looked_at)
    symmetry, bilinearity = subject.consistency(rng) if subject.has_second else (np.nan, np.nan)
    wrong = (*_wrong_first(subject, first), *_wrong_second(subject, second))
    fixed = np.flatnonzero(subject.bounds.lower == subject.bounds.upper)
    unmoved = tuple(subject.variable_names[i] for i in fixed.tolist())
    return DerivativeReport(subject.x, functions, wrong, symmetry, bilinearity, unmoved, skipped, lines[0])


def _problem_of(f: Any) -> Any:
    """The problem of a model; anything else is itself."""
    to_problem = getattr(f, "problem", None)
    return to_problem() if callable(to_problem) else f


def _problem_subject(problem: Problem, x: Any, first: Any, second: Any) -> Subject:
    if first is not None or second is not None:
        raise OptionError("a problem is checked with its own derivatives: leave out derivative, second_derivative")
    return ProblemSubject(problem, _point(problem, x))


def _map_subject(f: Any, x: Any, first: Any, second: Any, *, symbols: Any, black_box: bool | Differences) -> Subject:
    if x is None:
        raise ProblemError("x is missing: a function has no start")
    g = map_of(f, x, symbols=symbols, black_box=black_box)
    point = g.domain.vec(x, "x")
    if isinstance(g, BlackBoxMap):
        if first is None:
            raise OptionError("of a black box only given derivatives can be checked: pass derivative=...")
        return MapSubject(g, point, first, second)
    at = g.at(point)
    if first is None:
        first = LinearMap.on_coordinates(g.domain, g.codomain, at.forward, at.reverse)
    if second is None:
        second = BilinearMap(g.domain, g.codomain, at.forward_over_forward, at.forward_over_reverse)
    return MapSubject(g, point, first, second)


def _point(problem: Problem, x: Any) -> Vector:
    n = problem.variable_bounds.size
    if x is None:
        if not provides(problem, HasStart):
            raise ProblemError("x is missing: the problem has no start")
        x = problem.start
    point = as_point("x", x)
    if point.size != n:
        raise ProblemError(f"x must have {n} entries, got {point.size}")
    return problem.variable_bounds.project(point)


def _looked_at(subject: Subject, rng: np.random.Generator) -> Sequence[int]:
    """The functions whose second derivatives are checked; the first, the objective, always is."""
    m = len(subject.function_names)
    if m <= SECOND_CHECKED:
        return range(m)
    return [0, *np.sort(1 + rng.choice(m - 1, SECOND_CHECKED - 1, replace=False)).tolist()]


def _median(slopes: list[Vector]) -> Vector:
    """(m,) the slope in the middle, so that one unlucky direction decides nothing; noise counts as infinitely fast."""
    return np.median(np.where(np.isnan(slopes), np.inf, slopes), axis=0)


def _wrong_first(subject: Subject, slopes: Vector) -> Iterator[WrongEntry]:
    rows = np.flatnonzero(slopes < FIRST_SLOPE)[:SEARCHED]
    if not rows.size:
        return
    claimed = subject.first[rows, :]
    matrix = as_dense(claimed)
    for i, j, found in wrong_entries(lambda x: subject.values(x)[rows], matrix, subject.x, subject.bounds):
        yield WrongEntry(subject.function_names[int(rows[i])], (subject.variable_names[j],), float(matrix[i, j]), found)


def _wrong_second(subject: Subject, slopes: Vector) -> Iterator[WrongEntry]:
    for row in np.flatnonzero(slopes < SECOND_SLOPE)[:SEARCHED]:
        i = int(row)
        if subject.row_gradient(i, subject.x) is None:
            return
        hessian = subject.row_hessian(i)

        def gradient(x: Vector, function: int = i) -> Vector:
            return np.asarray(subject.row_gradient(function, x))

        for j, k, found in wrong_entries(gradient, hessian, subject.x, subject.bounds):
            names = (subject.variable_names[j], subject.variable_names[k])
            yield WrongEntry(subject.function_names[i], names, float(hessian[j, k]), found)
