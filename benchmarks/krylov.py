"""Newton-Krylov against other solvers on problems from differential equations: time and peak memory, in one run.

    python benchmarks/krylov.py --n 100000 --seconds 600

Every solve runs in a process of its own, one after the other, so that peak memory is that of one solver; ratios are of
processor time.  Time starts when the model is stated: building derivatives counts.  All solvers get CasADi's
derivatives and are asked for residuals of 1e-6; the returned points are judged anew, from the problem alone.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

PROBLEMS = ("minimal_surface", "bratu", "poisson_control", "semilinear_control")
TOLERANCE = 1e-6
WITHOUT_ANSWER = {"seconds": np.nan, "cpu": np.nan, "iterations": -1, "megabytes": np.nan, "residual": np.inf}

Found = tuple[Any, Any, Any, int]  # x, y, z (None if the solver gives none), iterations


def newton_krylov(problem: Any, _: float) -> Found:
    """This package: Hessian by products, projected conjugate gradients."""
    from sqp import SQP
    from sqp.hessian.krylov import NewtonKrylov

    found = SQP(hessian=NewtonKrylov(), tolerance=TOLERANCE).solve(problem)
    return found.x, found.y, found.z, found.iterations


def _ipopt(problem: Any, seconds: float, **options: Any) -> Found:
    import casadi as ca

    x, functions = ca.MX.sym("x", problem.variable_bounds.size), problem.functions
    program = {
        "x": x,
        "f": functions.objective.call([x, problem.parameters], True, False)[0],
        "g": functions.constraints.call([x, problem.parameters], True, False)[0],
    }
    quiet = {"print_time": False, "error_on_fail": False, "ipopt.print_level": 0, "ipopt.sb": "yes"}
    limits = {"ipopt.max_wall_time": seconds, "ipopt.max_iter": 100_000, "ipopt.tol": TOLERANCE}
    solver = ca.nlpsol("solver", "ipopt", program, quiet | limits | options)
    box, rows = problem.variable_bounds, problem.constraint_bounds
    found = solver(x0=problem.start, lbx=box.lower, ubx=box.upper, lbg=rows.lower, ubg=rows.upper)
    x, y, z = (np.asarray(found[key].full()).ravel() for key in ("x", "lam_g", "lam_x"))
    return x, y, z, int(solver.stats().get("iter_count", -1))


def ipopt(problem: Any, seconds: float) -> Found:
    """IPOPT with MUMPS and the exact sparse Hessian."""
    return _ipopt(problem, seconds)


def ipopt_lbfgs(problem: Any, seconds: float) -> Found:
    """IPOPT with its limited-memory quasi-Newton Hessian."""
    return _ipopt(problem, seconds, **{"ipopt.hessian_approximation": "limited-memory"})


def _until(seconds: float) -> Callable[..., None]:
    end = time.perf_counter() + seconds

    def callback(*_: Any) -> None:
        if time.perf_counter() > end:
            raise StopIteration

    return callback


def lbfgsb(problem: Any, seconds: float) -> Found:
    """SciPy's L-BFGS-B; it knows bounds only."""
    from scipy.optimize import Bounds, minimize

    box = problem.variable_bounds
    found = minimize(
        problem.objective,
        problem.start,
        jac=problem.gradient,
        bounds=Bounds(box.lower, box.upper),
        method="L-BFGS-B",
        callback=_until(seconds),
        options={"gtol": TOLERANCE, "ftol": 0.0, "maxiter": 10**7, "maxfun": 10**7},
    )
    return found.x, np.zeros(0), None, int(found.nit)


def trust_constr(problem: Any, seconds: float) -> Found:
    """SciPy's trust-constr with products of the Hessian."""
    from scipy.optimize import Bounds, NonlinearConstraint, minimize
    from scipy.sparse.linalg import LinearOperator

    box, rows = problem.variable_bounds, problem.constraint_bounds
    n, none = box.size, np.zeros(rows.size)
    stop = _until(seconds)

    def hessian_of_constraints(x: Any, y: Any) -> Any:
        return LinearOperator((n, n), matvec=lambda v: problem.lagrangian_hessian_product(x, y, 0.0, v.ravel()))

    constraints = NonlinearConstraint(
        problem.constraints, rows.lower, rows.upper, jac=problem.jacobian, hess=hessian_of_constraints
    )
    found = minimize(
        problem.objective,
        problem.start,
        jac=problem.gradient,
        hessp=lambda x, v: problem.lagrangian_hessian_product(x, none, 1.0, v),
        bounds=Bounds(box.lower, box.upper) if np.isfinite([box.lower, box.upper]).any() else None,
        constraints=[constraints] if rows.size else [],
        method="trust-constr",
        callback=lambda *_: bool(stop()),
        options={"gtol": TOLERANCE, "xtol": 1e-12, "maxiter": 10**6},
    )
    return found.x, np.asarray(found.v[0]) if rows.size else np.zeros(0), None, int(found.nit)


SOLVERS: dict[str, Callable[[Any, float], Found]] = {
    "sqp": newton_krylov,
    "ipopt": ipopt,
    "ipopt-lbfgs": ipopt_lbfgs,
    "l-bfgs-b": lbfgsb,
    "trust-constr": trust_constr,
}


def applies(solver: str, problem: str) -> bool:
    """Whether a solver can state the problem at all."""
    return solver != "l-bfgs-b" or not problem.endswith("control")


def judged(problem: Any, found: Found) -> float:
    """Largest of stationarity, violation and complementarity; the step to the nearest point where z is not given."""
    from sqp.algorithm.kkt import kkt_residuals

    x, y, z, _ = found
    box = problem.variable_bounds
    gradient = problem.gradient(x) + (problem.jacobian(x).T @ y if y.size else 0.0)
    if z is None:
        z = -np.where(x - box.project(x - gradient) == gradient, 0.0, gradient)
    return kkt_residuals(
        x, problem.constraints(x), gradient + z, y, z, problem.variable_bounds, problem.constraint_bounds
    ).worst


def solve(name: str, solver: str, n: int, seconds: float) -> dict[str, Any]:
    """One solve in this process."""
    model = importlib.import_module(f"sqp_problems.scale.{name}").build(n)
    begin, worked = time.perf_counter(), time.process_time()
    problem = model.problem()
    found = SOLVERS[solver](problem, seconds)
    taken, worked = time.perf_counter() - begin, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": taken,
        "cpu": worked,
        "iterations": found[3],
        "megabytes": peak,
        "residual": judged(problem, found),
    }


def measured(name: str, solver: str, n: int, seconds: float) -> dict[str, Any]:
    """One solve in a new process."""
    command = [sys.executable, __file__, "--one", name, solver, "--n", str(n), "--seconds", str(seconds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=1.5 * seconds + 120, check=False)
    except subprocess.TimeoutExpired:
        return WITHOUT_ANSWER
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        print(done.stderr[-2000:], file=sys.stderr)
        return WITHOUT_ANSWER
    return json.loads(lines[-1])


def product_cost(name: str, n: int) -> float:
    """Time of a product with the Hessian over that of a gradient of the objective, the best of five each."""
    problem = importlib.import_module(f"sqp_problems.scale.{name}").build(n).problem()
    x, y = problem.start, np.zeros(problem.constraint_bounds.size)

    def best(call: Callable[[], Any]) -> float:
        call()
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            call()
            times.append(time.perf_counter() - begin)
        return min(times)

    return best(lambda: problem.lagrangian_hessian_product(x, y, 1.0, x)) / best(lambda: problem.gradient(x))


def main() -> None:
    """Measure, and print a table with ratios of processor time to that of this package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=float, default=1e5)
    parser.add_argument("--seconds", type=float, default=600.0, help="limit of each solve")
    parser.add_argument("--problems", nargs="+", default=PROBLEMS, choices=PROBLEMS)
    parser.add_argument("--solvers", nargs="+", default=list(SOLVERS), choices=list(SOLVERS))
    parser.add_argument("--one", nargs=2, metavar=("PROBLEM", "SOLVER"), help="one solve, as a line of JSON")
    given = parser.parse_args()
    n = int(given.n)
    if given.one:
        print(json.dumps(solve(*given.one, n, given.seconds)))
        return
    print("| problem | solver | seconds | processor | ratio | iterations | peak MB | residual |")
    print("|---|---|---|---|---|---|---|---|")
    for name in given.problems:
        own = np.nan
        for solver in (s for s in given.solvers if applies(s, name)):
            row = measured(name, solver, n, given.seconds)
            own = row["cpu"] if solver == "sqp" else own
            times = f"{row['seconds']:.1f} | {row['cpu']:.1f} | {row['cpu'] / own:.2f}"
            rest = f"{row['iterations']} | {row['megabytes']:.0f} | {row['residual']:.0e}"
            print(f"| {name} | {solver} | {times} | {rest} |", flush=True)
        print(f"| {name} | one product | {product_cost(name, n):.2f} gradients | | | | | |", flush=True)


if __name__ == "__main__":
    main()
