"""Optimal control by multiple shooting against IPOPT with MUMPS and fatrop: time and memory as the horizon grows.

    python benchmarks/control.py --stages 50 1000 5000 20000

Every solve runs in a process of its own, one after the other.  ``build`` is the time from nothing to a stated problem
with all functions evaluated once; ``solve`` what follows.  IPOPT is given the functions of this package, through
CasADi; fatrop gets the same problem with the variables of each stage together and derivatives of CasADi, the only ones
that it takes, so its time without functions is what compares.  All are asked for residuals of 1e-6.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import subprocess
import sys
import time
from typing import Any

import casadi as ca
import numpy as np

FAMILIES = {"cart_pole": "swing_up", "chain_of_masses": "led"}
TOLERANCE = 1e-6
Found = tuple[float, int, float]  # objective, iterations, seconds in functions


def own(problem: Any) -> Found:
    """This package."""
    import sqp

    found = sqp.solve(problem, tolerance=TOLERANCE)
    seconds = found.seconds.functions + found.seconds.derivatives
    return (found.f if found.success else np.nan), found.iterations, seconds


def compiled(problem: Any) -> Found:
    """This package, with compiled functions; compiling counts if it is not found on disk."""
    return own(problem.compiled())


def _answer(solver: Any, objective: float) -> Found:
    stats = solver.stats()
    seconds = sum(value for key, value in stats.items() if key.startswith("t_wall_nlp") and isinstance(value, float))
    return (objective if stats["success"] else np.nan), int(stats["iter_count"]), seconds


def ipopt(problem: Any) -> Found:
    """IPOPT with MUMPS, with the derivatives of this package."""
    functions, n = problem.functions, problem.start.size
    x, y, sigma = ca.MX.sym("x", n), ca.MX.sym("y", problem.constraint_bounds.size), ca.MX.sym("sigma")
    p, none = ca.MX(problem.parameters), ca.MX.sym("p", 0)
    f, c = functions.objective(x, p), functions.constraints(x, p)
    hessian = ca.triu(functions.lagrangian_hessian(x, y, sigma, p))
    given = {
        "grad_f": ca.Function("nlp_grad_f", [x, none], [f, functions.gradient(x, p)], ["x", "p"], ["f", "grad_f_x"]),
        "jac_g": ca.Function("nlp_jac_g", [x, none], [c, functions.jacobian(x, p)], ["x", "p"], ["g", "jac_g_x"]),
        "hess_lag": ca.Function(
            "nlp_hess_l", [x, none, sigma, y], [hessian], ["x", "p", "lam_f", "lam_g"], ["triu_hess_gamma_x_x"]
        ),
    }
    quiet = {"print_time": False, "error_on_fail": False, "ipopt.print_level": 0, "ipopt.sb": "yes"}
    program = {"x": x, "f": f, "g": c}
    options = quiet | given | {"ipopt.tol": TOLERANCE, "ipopt.linear_solver": "mumps"}
    solver = ca.nlpsol("solver", "ipopt", program, options)
    box, rows = problem.variable_bounds, problem.constraint_bounds
    found = solver(x0=problem.start, lbx=box.lower, ubx=box.upper, lbg=rows.lower, ubg=rows.upper)
    return _answer(solver, float(found["f"]))


def fatrop(problem: Any) -> Found:
    """fatrop, with variables and rows stage by stage and ends that are fixed stated as rows."""
    first = next(iter(problem.view.variables(problem.start).values()))
    states, stages = first.shape[0], first.shape[1] - 1
    controls = (problem.start.size - first.size) // stages
    order = _stage_by_stage(states, controls, stages)
    v, p = ca.MX.sym("v", problem.start.size), problem.parameters
    inverse = np.argsort(order)
    x = v[inverse.tolist()]
    gaps = ca.vertsplit(problem.functions.constraints(x, p), states)
    box = problem.variable_bounds
    fixed = np.flatnonzero((box.lower == box.upper)[order])
    width = states + controls
    rows: list[Any] = []
    values: list[float] = []
    for k in range(stages + 1):
        if k < stages:
            rows.append(-gaps[k])  # fatrop wants the next state with a plus
            values += [0.0] * states
        held = fixed[(fixed >= k * width) & (fixed < (k + 1) * width)]
        if held.size:
            rows.append(v[held.tolist()])
            values += box.lower[order][held].tolist()
    lower, upper = box.lower[order].copy(), box.upper[order].copy()
    lower[fixed], upper[fixed] = -np.inf, np.inf
    program = {"x": v, "f": problem.functions.objective(x, p), "g": ca.vertcat(*rows)}
    options = {"structure_detection": "auto", "equality": [True] * len(values), "print_time": False}
    solver = ca.nlpsol("solver", "fatrop", program, options | {"fatrop.print_level": 0, "fatrop.tolerance": TOLERANCE})
    found = solver(x0=problem.start[order], lbx=lower, ubx=upper, lbg=values, ubg=values)
    return _answer(solver, float(found["f"]))


def _stage_by_stage(states: int, controls: int, stages: int) -> Any:
    """The order of the variables in which those of a stage stand together."""
    first = np.arange(states * (stages + 1)).reshape(stages + 1, states)
    second = first.size + np.arange(controls * stages).reshape(stages, controls)
    return np.concatenate([np.concatenate([first[:-1], second], axis=1).ravel(), first[-1]])


SOLVERS = {"sqp": own, "compiled": compiled, "ipopt": ipopt, "fatrop": fatrop}


def solve(family: str, solver: str, stages: int) -> dict[str, Any]:
    """One solve in this process."""
    module = importlib.import_module(f"sqp_problems.scale.{family}")
    begin = time.perf_counter()
    problem = getattr(module, FAMILIES[family])(stages).problem()
    x, y = problem.start, np.ones(problem.constraint_bounds.size)
    for evaluate in (problem.objective, problem.gradient, problem.constraints, problem.jacobian):
        evaluate(x)
    problem.lagrangian_hessian(x, y, 1.0)
    built, worked = time.perf_counter(), time.process_time()
    objective, iterations, functions = SOLVERS[solver](problem)
    return {
        "build": built - begin,
        "solve": time.perf_counter() - built,
        "processor": time.process_time() - worked,
        "functions": functions,
        "iterations": iterations,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "objective": objective,
    }


def measured(family: str, solver: str, stages: int, seconds: float) -> dict[str, Any] | None:
    """One solve in a new process; None if there is no answer."""
    command = [sys.executable, __file__, "--one", family, solver, "--stages", str(stages)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    return json.loads(lines[-1])


def main() -> None:
    """Measure, and print a table with ratios of processor time to that of this package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stages", type=int, nargs="+", default=[50, 1000, 5000, 20_000])
    parser.add_argument("--families", nargs="+", default=list(FAMILIES), choices=list(FAMILIES))
    parser.add_argument("--solvers", nargs="+", default=list(SOLVERS), choices=list(SOLVERS))
    parser.add_argument("--seconds", type=float, default=900.0, help="limit of each process")
    parser.add_argument("--one", nargs=2, metavar=("FAMILY", "SOLVER"), help="one solve, as a line of JSON")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(solve(*given.one, given.stages[0])))
        return
    print(
        "| problem | stages | solver | build s | solve s | of it functions | ratio | iterations | peak MB | objective |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for family in given.families:
        for stages in given.stages:
            unit = np.nan
            for solver in given.solvers:
                row = measured(family, solver, stages, given.seconds)
                if row is None:
                    print(f"| {family} | {stages} | {solver} | | no answer | | | | | |", flush=True)
                    continue
                unit = row["processor"] if solver == given.solvers[0] else unit
                times = f"{row['build']:.2f} | {row['solve']:.2f} | {row['functions']:.2f}"
                rest = f"{row['processor'] / unit:.1f} | {row['iterations']} | {row['megabytes']:.0f}"
                print(f"| {family} | {stages} | {solver} | {times} | {rest} | {row['objective']:.6f} |", flush=True)


if __name__ == "__main__":
    main()
