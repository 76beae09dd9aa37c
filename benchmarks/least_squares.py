"""Nonlinear regressions with certified solutions: Gauss-Newton and Levenberg-Marquardt against SciPy's least_squares.

    python benchmarks/least_squares.py

Printed are the evaluations of the residuals until all parameters agree with the certified ones to six digits, from both
published starts; "-" where that does not happen within 1000 evaluations.  So no termination criterion plays a part.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402
from scipy import optimize  # noqa: E402

import sqp  # noqa: E402
from sqp.arrays import Vector  # noqa: E402
from sqp_problems import catalogue  # noqa: E402

DIGITS, MOST = 6.0, 1000


class Watched:
    """A regression that notes after how many evaluations the certified point was found."""

    def __init__(self, problem: Any, certified: Vector) -> None:
        self._problem, self._certified = problem, certified
        for name in ("variable_bounds", "constraint_bounds", "variable_scale", "gradient", "constraints", "jacobian"):
            setattr(self, name, getattr(problem, name))
        self.residual_jacobian = problem.residual_jacobian
        self.evaluations = 0
        self.first: int | None = None

    def objective(self, x: Vector) -> float:
        self._watch(x)
        return self._problem.objective(x)

    def residuals(self, x: Vector) -> Vector:
        self._watch(x)
        return self._problem.residuals(x)

    def _watch(self, x: Vector) -> None:
        self.evaluations += 1
        found = bool((np.abs(x - self._certified) <= 10.0**-DIGITS * np.abs(self._certified)).all())
        if found and self.first is None and self.evaluations <= MOST:
            self.first = self.evaluations


def ours(hessian: Any) -> Callable[[Watched, Vector], object]:
    """Our method with a Hessian model and nothing to fall back on."""
    limits = sqp.Limits(iterations=MOST, evaluations=MOST)
    return lambda problem, x0: sqp.solve(problem, x0, hessian=hessian, tolerance=1e-12, rescue=False, limits=limits)


def scipys(method: Any) -> Callable[[Watched, Vector], object]:
    """SciPy's method with tolerances that do not stop it early."""
    tight = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15}
    return lambda problem, x0: optimize.least_squares(
        problem.residuals, x0, problem.residual_jacobian, method=method, x_scale="jac", max_nfev=MOST, **tight
    )


SOLVERS = {
    "Gauss-Newton": ours(sqp.GaussNewton()),
    "Levenberg-Marquardt": ours(sqp.LevenbergMarquardt()),
    "SciPy lm": scipys("lm"),
    "SciPy trf": scipys("trf"),
}


def needed(problem: Any, certified: Vector, x0: Vector, solve: Callable[[Watched, Vector], object]) -> int | None:
    """Evaluations until the certified point is found; None if it is not."""
    watched = Watched(problem, certified)
    try:
        solve(watched, x0)
    except Exception as error:  # noqa: BLE001 - a solver that breaks has found nothing
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    return watched.first


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args(arguments)
    warnings.simplefilter("ignore")
    write = sys.stdout.write
    write("| | start | " + " | ".join(SOLVERS) + " |\n|---|---|" + "---|" * len(SOLVERS) + "\n")
    table: list[list[int | None]] = []
    for case in catalogue.cases(family="least_squares"):
        problem, certified = case.build().problem(), case.solutions[0].flat
        nearer = np.array(ast.literal_eval(case.note.removeprefix("The nearer published start is ").rstrip(".")))
        for number, x0 in ((1, problem.start), (2, nearer)):
            row = [needed(problem, certified, x0, solve) for solve in SOLVERS.values()]
            table.append(row)
            write(f"| {case.name} | {number} | " + " | ".join("-" if k is None else str(k) for k in row) + " |\n")
    for name, column in zip(SOLVERS, zip(*table, strict=True), strict=True):
        found = [k for k in column if k is not None]
        write(f"\n{name}: found {len(found)} of {len(column)}, median {np.median(found):g} evaluations\n")


if __name__ == "__main__":
    main()
