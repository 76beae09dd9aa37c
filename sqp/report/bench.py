"""One run of one solver on one test problem, and the summary of many: what is claimed, and what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from math import inf
from statistics import median
from typing import Protocol

import numpy as np

from sqp.adapters.rivals import Solver
from sqp.algorithm.stop import PointKind, StopReason
from sqp.errors import OptionError
from sqp.model.problem import Problem
from sqp.report.judge import optimality

#: Largest residual of a solved row, smallest of a false claim, and relative distance of an objective to the optimum.
TOLERANCE, FALSE, OPTIMUM = 1e-6, 1e-4, 1e-6


class Buildable(Protocol):
    """Something that makes its problem when asked, such as a model."""

    def problem(self) -> Problem: ...


class KnownSolution(Protocol):
    """A published or computed local solution."""

    @property
    def objective(self) -> float: ...


class Case(Protocol):
    """What a benchmark needs to know of a test problem."""

    @property
    def name(self) -> str: ...
    @property
    def build(self) -> Callable[[], Buildable]: ...
    @property
    def optimum(self) -> float: ...
    @property
    def solutions(self) -> Sequence[KnownSolution]: ...
    @property
    def expected(self) -> PointKind: ...
    @property
    def tags(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Row:
    """The judged outcome of one solve.

    Attributes
    ----------
    solved : bool
        The returned point and multipliers satisfy the KKT conditions to ``TOLERANCE``, and the solver does not itself
        name the point as the degenerate one that it is known to be.
    as_expected : bool
        The solver says of a degenerate, infeasible or unbounded problem, or of one that cannot be evaluated, what is
        known about it.
    at_optimum : bool
        Solved, with the published optimal objective (or a better one); or as expected, with it if it can be reached.
    at_known : bool
        Solved or as expected, with the objective of one of the known local solutions.
    false_claim : bool
        The solver claims success and a residual exceeds ``FALSE``.

    Examples
    --------
    >>> row = Row("HS1", "sqp", 2, 0, True, False, True, True, False, "CONVERGED/KKT", 0.0, 0.0, 1e-9, 20, 0.01)
    >>> row.right and not row.false_claim
    True
    """

    name: str
    solver: str
    n: int
    m: int
    solved: bool
    as_expected: bool
    at_optimum: bool
    at_known: bool
    false_claim: bool
    status: str
    objective: float
    optimum: float
    residual: float
    iterations: int
    seconds: float

    @property
    def right(self) -> bool:
        """Whether nothing better could be asked for: solved, or ended as a degenerate problem must."""
        return self.solved or self.as_expected

    @property
    def interrupted(self) -> bool:
        """Whether the solve ended because the user pressed Ctrl-C."""
        return self.status.startswith(StopReason.INTERRUPTED.name)


def suite_names() -> dict[str, Callable[[], Iterable[Case]]]:
    """All installed suites: what the entry points of group ``sqp.suites`` offer, by name."""
    found: dict[str, Callable[[], Iterable[Case]]] = {}
    for point in entry_points(group="sqp.suites"):
        offered: Mapping[str, Callable[[], Iterable[Case]]] = point.load()()
        found.update(offered)
    return found


def suite(name: str) -> Iterable[Case]:
    """The cases of an installed suite.

    Raises
    ------
    OptionError
        If there is no such suite; the message lists those that there are.
    """
    found = suite_names()
    if name not in found:
        raise OptionError(f"suite must be one of {', '.join(sorted(found)) or '(none installed)'}, got {name!r}")
    return found[name]()


def run_case(case: Case, solver: str, solve: Solver, seconds: float = inf) -> Row:
    """Solve one case and judge the answer from the problem alone; a failing solver gives a row that says so."""
    problem = case.build().problem()
    n, m = problem.variable_bounds.size, problem.constraint_bounds.size
    try:
        answer = solve(problem, seconds)
    except Exception as error:  # noqa: BLE001 - whatever a solver does, the benchmark goes on and says so
        return Row(
            name=case.name,
            solver=solver,
            n=n,
            m=m,
            solved=False,
            as_expected=False,
            at_optimum=False,
            at_known=False,
            false_claim=False,
            status=f"{type(error).__name__}: {error}",
            objective=np.nan,
            optimum=case.optimum,
            residual=np.inf,
            iterations=0,
            seconds=0.0,
        )
    residual = optimality(problem, answer.x, answer.y, answer.z).worst
    objective = getattr(problem, "sense", 1) * problem.objective(answer.x)
    named = _says_what_is_expected(case.expected, answer.status)
    solved = residual <= TOLERANCE and not named
    right = solved or named
    sense = getattr(problem, "sense", 1)
    ends_elsewhere = named and case.expected is not PointKind.FRITZ_JOHN
    at_optimum = right and (ends_elsewhere or _reaches(objective, case.optimum, sense))
    return Row(
        name=case.name,
        solver=solver,
        n=n,
        m=m,
        solved=solved,
        as_expected=named,
        at_optimum=at_optimum,
        at_known=at_optimum or (right and any(_same(objective, known.objective) for known in case.solutions)),
        false_claim=answer.claims and not residual <= FALSE,
        status=answer.status,
        objective=objective,
        optimum=case.optimum,
        residual=residual,
        iterations=answer.iterations,
        seconds=answer.seconds,
    )


@dataclass(frozen=True)
class Summary:
    """The figures of one solver over a suite; iterations and seconds are those of the solved cases.

    Examples
    --------
    >>> Summary.of("sqp", []).cases
    0
    """

    solver: str
    cases: int
    solved: int
    as_expected: int
    at_optimum: int
    at_known: int
    false_claims: int
    median_iterations: float
    seconds: float

    @classmethod
    def of(cls, solver: str, rows: Iterable[Row]) -> Summary:
        mine = [row for row in rows if row.solver == solver]
        solved = [row for row in mine if row.solved]
        return cls(
            solver,
            len(mine),
            len(solved),
            sum(row.as_expected for row in mine),
            sum(row.at_optimum for row in mine),
            sum(row.at_known for row in mine),
            sum(row.false_claim for row in mine),
            median(row.iterations for row in solved) if solved else 0.0,
            sum(row.seconds for row in solved),
        )


def _says_what_is_expected(expected: PointKind, status: str) -> bool:
    """Whether an end other than a KKT point is named; a proof of infeasibility is as good as a point that shows it."""
    if expected is PointKind.INFEASIBLE_STATIONARY and status.startswith(f"{StopReason.INFEASIBLE.name}/"):
        return True
    return expected is not PointKind.KKT and status.endswith(f"/{expected.name}")


def _reaches(objective: float, optimum: float, sense: int) -> bool:
    return sense * (objective - optimum) <= OPTIMUM * max(1.0, abs(optimum))


def _same(objective: float, known: float) -> bool:
    return abs(objective - known) <= OPTIMUM * max(1.0, abs(known))
