"""First derivatives only: quasi-Newton models against SciPy's SLSQP on the suite of Hock and Schittkowski.

    python benchmarks/quasi_newton.py [--family hock_schittkowski] [--tolerance 1e-8] [--details]

All solvers get the same CasADi gradients and Jacobians, without second derivatives, and the published starts; every
answer is judged by the same independent check of the optimality conditions, with multipliers computed by the check.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402

import sqp  # noqa: E402
from sqp.adapters.rivals import slsqp  # noqa: E402
from sqp.arrays import Vector  # noqa: E402
from sqp.report.bench import TOLERANCE  # noqa: E402
from sqp.report.judge import optimality  # noqa: E402
from sqp_problems import catalogue  # noqa: E402

Solve = Callable[[Any], Vector]


class FirstOrder:
    """The problem of a case without its second derivatives; gradients are counted."""

    def __init__(self, problem: Any) -> None:
        self._problem = problem
        self.variable_bounds, self.constraint_bounds = problem.variable_bounds, problem.constraint_bounds
        self.start, self.linear_constraints = problem.start, problem.linear_constraints
        self.objective, self.constraints, self.jacobian = problem.objective, problem.constraints, problem.jacobian
        self.gradients = 0

    def gradient(self, x: Vector) -> Vector:
        self.gradients += 1
        return self._problem.gradient(x)


@dataclass(frozen=True)
class Row:
    """One solve: whether the answer is a KKT point, and its cost."""

    name: str
    solved: bool
    gradients: int


def ours(hessian: Any, tolerance: float) -> Solve:
    """Our method with a Hessian model."""
    return lambda problem: sqp.solve(problem, hessian=hessian, tolerance=tolerance, limits=sqp.Limits(seconds=20.0)).x


def theirs(precision: float) -> Solve:
    """SciPy's SLSQP with its option ``ftol``."""
    return lambda problem: slsqp(problem, ftol=precision).x


def solvers(tolerance: float) -> dict[str, Solve]:
    """What is compared; the first one is the reference."""
    models = [sqp.BFGS(), sqp.SR1(), sqp.LBFGS(), sqp.LSR1()]
    mine = {f"sqp, {type(model).__name__}": ours(model, tolerance) for model in models}
    return mine | {f"SLSQP, ftol={precision:g}": theirs(precision) for precision in (1e-6, 1e-10, 1e-12, 1e-15)}


def run(case: Any, solve: Solve) -> Row:
    """Solve a case and judge the answer."""
    problem = case.build().problem()
    counted = FirstOrder(problem)
    try:
        residual = optimality(problem, solve(counted)).worst
    except Exception as error:  # noqa: BLE001 - a solver that breaks has not solved the case
        sys.stderr.write(f"{case.name}: {type(error).__name__}: {error}\n")
        residual = np.inf
    return Row(case.name, residual <= TOLERANCE, counted.gradients)


def table(results: dict[str, list[Row]]) -> str:
    """Markdown: solved, and gradient evaluations on the cases that the reference and the solver both solve."""
    reference = next(iter(results.values()))
    lines = [
        "| | solved | both solve | median gradients, reference | median gradients | geometric mean ratio |",
        "|---|---|---|---|---|---|",
    ]
    for name, rows in results.items():
        both = [(a.gradients, b.gradients) for a, b in zip(reference, rows, strict=True) if a.solved and b.solved]
        first, second = np.array(both, dtype=float).reshape(-1, 2).T
        ratio = np.exp(np.mean(np.log(second / first))) if both else np.nan
        cells = (name, sum(row.solved for row in rows), len(both), np.median(first), np.median(second), f"{ratio:.2f}")
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what the command line asks for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", default="hock_schittkowski", help="family of the problem suite")
    parser.add_argument("--tolerance", type=float, default=1e-8, help="of our own solves")
    parser.add_argument(
        "--details", action="store_true", help="gradients of every case; a minus where it is not solved"
    )
    given = parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    cases = catalogue.cases(family=given.family)
    results = {name: [run(case, solve) for case in cases] for name, solve in solvers(given.tolerance).items()}
    sys.stdout.write(f"{len(cases)} cases\n\n{table(results)}\n")
    if given.details:
        for i, case in enumerate(cases):
            marks = [f"{rows[i].gradients if rows[i].solved else -rows[i].gradients:6}" for rows in results.values()]
            sys.stdout.write(f"{case.name:8} {' '.join(marks)}\n")


if __name__ == "__main__":
    main()
