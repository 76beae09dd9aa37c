"""AC optimal power flow: from the flat start to the published objective, beside IPOPT on the same functions.

    python benchmarks/power.py ../shared/data/pglib

One thread, one run: for each case the median of several solves by both solvers, which share the CasADi functions and
their derivatives.  Building the model and its derivatives is not counted for either.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casadi as ca  # noqa: E402
import numpy as np  # noqa: E402

import sqp  # noqa: E402
from sqp_problems.power import five_buses  # noqa: E402
from sqp_problems.power.library import cases_in  # noqa: E402
from sqp_problems.power.opf import opf  # noqa: E402


def ipopt(problem: Any) -> Any:
    """IPOPT with MUMPS, given our functions and derivatives."""
    f = problem.functions
    n, m = problem.start.size, problem.constraint_bounds.size
    x, p, sigma, y = ca.MX.sym("x", n), ca.MX.sym("p", 0), ca.MX.sym("sigma"), ca.MX.sym("y", m)
    none = ca.DM(0, 1)
    value, rows = f.objective(x, none), f.constraints(x, none)
    hess = ca.triu(f.lagrangian_hessian(x, y, sigma, none))
    options = {
        "grad_f": ca.Function("nlp_grad_f", [x, p], [value, f.gradient(x, none)], ["x", "p"], ["f", "grad_f_x"]),
        "jac_g": ca.Function("nlp_jac_g", [x, p], [rows, f.jacobian(x, none)], ["x", "p"], ["g", "jac_g_x"]),
        "hess_lag": ca.Function(
            "nlp_hess_l", [x, p, sigma, y], [hess], ["x", "p", "lam_f", "lam_g"], ["triu_hess_gamma_x_x"]
        ),
        "print_time": False,
        "calc_lam_p": False,
        "ipopt": {"print_level": 0, "sb": "yes", "linear_solver": "mumps"},
    }
    return ca.nlpsol("s", "ipopt", ca.Function("nlp", [x, p], [value, rows], ["x", "p"], ["f", "g"]), options)


def compared(path: Path, published: float, repetitions: int) -> str:
    """One line of the table."""
    flow = opf(path)
    problem = flow.model.problem()
    problem.jacobian(problem.start)
    problem.lagrangian_hessian(problem.start, np.zeros(problem.constraint_bounds.size), 1.0)
    other, box, rows = ipopt(problem), problem.variable_bounds, problem.constraint_bounds
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(repetitions):
        begin = time.perf_counter()
        result = sqp.solve(problem)
        ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        answer = other(x0=problem.start, lbx=box.lower, ubx=box.upper, lbg=rows.lower, ubg=rows.upper)
        theirs.append(time.perf_counter() - begin)
    stats = other.stats()
    ratio = median(ours) / median(theirs)
    off = result.f / published - 1.0
    return (
        f"| {path.stem} | {flow.network.buses.numbers.size} | {result.f:.6g} | {off:.0e} | {float(answer['f']):.6g} | "
        f"{result.residuals.violation:.0e} | {result.iterations} | {stats['iter_count']} | {median(ours):.2f} | "
        f"{median(theirs):.2f} | {ratio:.2f} |"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--largest", type=int, default=1_000_000_000, help="bytes of the largest file to solve")
    parser.add_argument("--repetitions", type=int, default=1)
    chosen = parser.parse_args(arguments)
    five_buses.build().solve()  # imports are not what is measured
    print("| case | buses | objective | off published | IPOPT | violation | steps | IPOPT | s | IPOPT s | ratio |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for case in cases_in(chosen.folder):
        path = chosen.folder / f"{case.name}.m"
        if path.stat().st_size <= chosen.largest:
            print(compared(path, case.optimum, chosen.repetitions), flush=True)


if __name__ == "__main__":
    main()
