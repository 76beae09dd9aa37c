"""Real-time iterations in generated C: microseconds of thread time for each step of a closed loop, median and worst.

    python benchmarks/control_c.py [--problems pendulum chain3] [--repeat 10] [--rival] [--flags="-O3 -march=native"]

The problems are those of acados' examples: the swing-up of a pendulum (20 stages of 50 ms), and chains of 3 to 6 masses
(40 stages of 0.2 s, 9 to 27 states, 3 controls). The plant is the same model with ten times as many integration steps.
A step is everything a controller computes in one sample: feedback, shift, linearisation, factorisation.

``--rival`` also times one iteration of CasADi's SQP method with HPIPM, interpreted, in the same run. acados is not
installed by this script; in a study on another machine it took 1/8 to 1/10 of that rival's time. The column "acados
elsewhere" repeats the best of its four QP solvers from that study, for orientation, not for comparison.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import casadi as ca  # noqa: E402
import numpy as np  # noqa: E402
from scipy.optimize import root  # noqa: E402

import sqp  # noqa: E402
from sqp.control import RK4, Formulation, OptimalControlProblem, Shooting, generate  # noqa: E402
from sqp.control.codegen.build import compiled  # noqa: E402
from sqp.control.codegen.model import StageModel  # noqa: E402
from sqp.control.codegen.scalar_code import ScalarCode  # noqa: E402
from sqp.control.codegen.tables import table_text  # noqa: E402
from sqp.control.iteration import Iteration  # noqa: E402
from sqp.control.mpc_settings import MPCSettings  # noqa: E402
from sqp.control.plan import Plan  # noqa: E402
from sqp.control.stages import Stages  # noqa: E402

#: Microseconds of acados' best QP solver, median of the steps, on the machine of the study named above.
ACADOS_ELSEWHERE = {"pendulum": 54.0, "chain3": 281.0, "chain4": 726.0, "chain5": 1077.0, "chain6": 1376.0}
MASS, STIFFNESS, REST, GRAVITY = 0.033, 1.0, 0.033, np.array([0.0, 0.0, -9.81])

DRIVER = """
#define _POSIX_C_SOURCE 199309L
#include "{name}.h"
#include "{name}_model.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
void plant(const double *x, const double *u, double *next);
static {name}_controller c;
static double now(void)
{{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}}
int main(void)
{{
  double x[{NAME}_NX], next[{NAME}_NX], u[{NAME}_NU], cost, limits[1];
  int r, k;
  for (r = 0; r < {repeat}; r++) {{
    {name}_init(&c);
    memcpy(x, start_x[0], sizeof(x));
    {name}_set_plan(&c, start_x[0], start_u[0]);
    {name}_feedback(&c, x, u); /* for the multipliers */
    {name}_set_plan(&c, start_x[0], start_u[0]);
    {name}_prepare(&c);
    for (k = 0; k < {steps}; k++) {{
      double begin = now(), middle, end;
      {name}_feedback(&c, x, u);
      middle = now();
      {name}_shift(&c);
      {name}_prepare(&c);
      end = now();
      {name}_model_stage_values(x, u, c.p[0], c.s, next, &cost, limits);
      printf("%.3f %.3f %.12g %d %d\\n", end - begin, middle - begin, cost, c.statistics.qp_iterations,
             (int)c.statistics.status);
      plant(x, u, next);
      memcpy(x, next, sizeof(x));
    }}
  }}
  return 0;
}}
"""


def pendulum(integration: int = 1) -> OptimalControlProblem:
    """acados' first example: nonlinear dynamics, saturated force."""
    ocp = OptimalControlProblem("pendulum", horizon=20, duration=1.0, transcription=Shooting(RK4(steps=integration)))
    p, angle = ocp.state("p", initial=0.0), ocp.state("angle", initial=np.pi)
    v, rate = ocp.state("v", initial=0.0), ocp.state("rate", initial=0.0)
    force = ocp.control("force", lower=-80.0, upper=80.0)
    cart, bob, length, g = 1.0, 0.1, 0.8, 9.81
    sin, cos = sqp.sin(angle), sqp.cos(angle)
    mass = cart + bob - bob * cos * cos
    ocp.derivatives(
        {
            p: v,
            angle: rate,
            v: (-bob * length * sin * rate * rate + bob * g * cos * sin + force) / mass,
            rate: (-bob * length * cos * sin * rate * rate + force * cos + (cart + bob) * g * sin) / (mass * length),
        }
    )
    weights = [1e3, 1e3, 1e-2, 1e-2]
    ocp.stage_squares(sqp.stack([p, angle, v, rate, force]), [*weights, 1e-2])
    ocp.terminal_squares(sqp.stack([p, angle, v, rate]), weights)
    return ocp


def accelerations(positions: list[Any], norm: Any) -> list[Any]:
    """Of all masses but the last, which is moved by hand; the first spring hangs at the origin."""
    drawn = [position - before for before, position in zip([0.0 * positions[0], *positions], positions, strict=False)]
    pulls = [STIFFNESS / MASS * (1.0 - REST / norm(d)) * d for d in drawn]
    return [GRAVITY + later - earlier for earlier, later in pairwise(pulls)]


def chain(masses: int, integration: int = 2) -> OptimalControlProblem:
    """acados' chain of masses without wall: 6 masses - 9 states, brought to rest after a pull at the last mass."""
    free = masses - 2
    end = np.array([REST * (free + 1) * 6, 0.0, 0.0])

    def unbalanced(flat: Any) -> Any:
        return np.concatenate(accelerations([*flat.reshape(free, 3), end], np.linalg.norm))

    guess = np.outer(np.arange(1, free + 1) / (free + 1), end) - [0.0, 0.0, 0.05]
    rest = np.concatenate((root(unbalanced, guess.ravel(), tol=1e-13).x, end, np.zeros(3 * free)))
    places = 3 * (free + 1)
    ocp = OptimalControlProblem(
        f"chain{masses}", horizon=40, duration=8.0, transcription=Shooting(RK4(steps=integration))
    )
    begin = pulled(rest, free)
    position = ocp.state("position", places, initial=begin[:places], start=rest[:places])
    speed = ocp.state("speed", 3 * free, initial=begin[places:], start=rest[places:])
    hand = ocp.control("hand", 3, lower=-1.0, upper=1.0)
    points = [position[3 * i : 3 * i + 3] for i in range(free + 1)]
    ocp.derivatives({position: sqp.stack([speed, hand]), speed: sqp.stack(accelerations(points, sqp.norm))})
    weights = np.ones(rest.size)
    weights[3 * free : places] = free + 1
    away = sqp.stack([position - rest[:places], speed])
    ocp.stage_squares(sqp.stack([away, hand]), np.append(weights, [1e-2] * 3))
    ocp.terminal_squares(away, weights)
    return ocp


def pulled(rest: Any, free: int) -> Any:
    """The chain after a second of moving its end with velocity (-1, 1, 1)."""
    places = 3 * (free + 1)

    def slope(x: Any) -> Any:
        points = [*x[:places].reshape(free + 1, 3)]
        return np.concatenate((x[places:], [-1.0, 1.0, 1.0], *accelerations(points, np.linalg.norm)))

    x, h = rest, 1.0 / 500
    for _ in range(500):
        k1 = slope(x)
        k2 = slope(x + h / 2 * k1)
        k3 = slope(x + h / 2 * k2)
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(x + h * k3))
    return x


PROBLEMS = {
    "pendulum": (pendulum, 1, 100),
    **{f"chain{n}": (lambda k=2, n=n: chain(n, k), 2, 50) for n in (3, 4, 5, 6)},
}


def converged_plan(stages: Stages) -> tuple[Any, Any]:
    """Gauss-Newton steps of full length, as acados takes them, from the start of the problem."""
    settings = MPCSettings()
    iteration, plan = Iteration(stages, settings.hessian, settings.qp), Plan.at_start(stages)
    for _ in range(50):
        prepared = iteration.prepared(plan, stages.p, stages.g)
        if prepared is None:
            raise SystemExit(f"{stages.name}: no converged start")
        direction = iteration.direction(prepared, stages.initial_state)
        plan = iteration.stepped(prepared, direction)
        if np.abs(direction.dx).max() < 1e-9:
            break
    return plan.x, plan.u


def measured(name: str, formulation: Formulation, repeat: int, flags: list[str]) -> dict[str, float]:
    """Run the closed loop in C; times of a step are the best of all repetitions, then median and worst of the steps."""
    make, integration, steps = PROBLEMS[name]
    stages = make().stages()
    x, u = converged_plan(stages)
    with tempfile.TemporaryDirectory() as folder:
        project = generate(stages, folder, name=name, formulation=formulation, vectors=1)
        tables = table_text("start_x", x, "double") + "\n" + table_text("start_u", u, "double")
        driver = DRIVER.format(name=name, NAME=name.upper(), repeat=repeat, steps=steps)
        fine = StageModel(make(10 * integration).stages())
        p_and_s = ca.vertcat(*(symbol for _, symbol in fine.symbols[2:]))
        values = np.concatenate((fine.stages.p[0], fine.stages.g))
        outputs = fine.next
        if values.size:
            expression = ca.substitute(outputs[0].expression, p_and_s, ca.DM(values))
            outputs = [type(outputs[0]).vector("next", expression)]
        plant = ScalarCode.of("plant", fine.symbols[:2], outputs, "double").text
        Path(folder, "driver.c").write_text(driver.replace("static double now", tables + "\nstatic double now"))
        Path(folder, "plant.c").write_text(
            "#include <math.h>\nvoid plant(const double *x, const double *u, double *next);\n" + plant
        )
        sources = [f"{name}.c", f"{name}_model.c", "driver.c"]
        subprocess.run(["gcc", "-O1", "-c", "plant.c", "-o", "plant.o"], cwd=folder, check=True)
        program = compiled(Path(folder), name, [*flags, str(Path(folder, "plant.o"))], sources, "driver")
        lines = subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout.splitlines()
        data = np.array([[float(part) for part in line.split()] for line in lines]).reshape(repeat, steps, 5)
    best = data[:, :, :2].min(axis=0)
    typical = np.median(data[:, :, 0], axis=1)
    return {
        "median": float(np.median(typical)),
        "best": float(np.median(best[:, 0])),
        "worst": float(best[:, 0].max()),
        "feedback": float(np.median(best[:, 1])),
        "newton": float(data[0, :, 3].max()),
        "cost": float(data[0, :, 2].sum()),
        "unsolved": float((data[0, :, 4] != 0).sum()),
        "operations": float(project.operations.linearise + project.operations.factor),
    }


def rival(name: str, steps: int) -> float:
    """Median microseconds of one iteration of CasADi's SQP method with HPIPM and the Gauss-Newton Hessian."""
    stages = PROBLEMS[name][0]().stages()
    n, nx, nu = stages.horizon, stages.nx, stages.nu
    x = [ca.MX.sym(f"x{k}", nx) for k in range(n + 1)]
    u = [ca.MX.sym(f"u{k}", nu) for k in range(n)]
    w = ca.vertcat(*(part for k in range(n) for part in (x[k], u[k])), x[n])
    none = ca.DM(0, 1)
    rows = [stages.path.residual(x[k], u[k], stages.p[k], stages.g) for k in range(n)]
    rows.append(stages.terminal.residual(x[n], none, stages.p[n], stages.g))
    r = ca.vertcat(*rows)
    gaps = ca.vertcat(*(stages.dynamics(x[k], u[k], stages.p[k], stages.g) - x[k + 1] for k in range(n)))
    jac = ca.jacobian(r, w)
    p, lam_f, lam_g = ca.MX.sym("p", 0), ca.MX.sym("lam_f"), ca.MX.sym("lam_g", gaps.numel())
    hess = ca.Function("gauss_newton", [w, p, lam_f, lam_g], [2 * lam_f * ca.triu(ca.mtimes(jac.T, jac))])
    silent = {"print_header": False, "print_iteration": False, "print_time": False, "print_status": False}
    options = {"qpsol": "hpipm", "max_iter": 1, "hess_lag": hess, "error_on_fail": False, **silent}
    solver = ca.nlpsol("rival", "sqpmethod", {"x": w, "f": ca.sumsqr(r), "g": gaps}, options)
    low = np.concatenate([np.append(np.full(nx, -np.inf), stages.control_lower[k]) for k in range(n)])
    low, high = np.append(low, np.full(nx, -np.inf)), np.empty(0)
    high = np.concatenate([np.append(np.full(nx, np.inf), stages.control_upper[k]) for k in range(n)])
    high = np.append(high, np.full(nx, np.inf))
    low[:nx] = high[:nx] = stages.initial_state
    xs, us = converged_plan(stages)
    start = np.append(np.hstack((xs[:-1], us)).ravel(), xs[-1])
    times: list[float] = []
    for _ in range(steps):
        begin = time.thread_time()
        solver(x0=start, lbx=low, ubx=high, lbg=0, ubg=0)
        times.append(time.thread_time() - begin)
    return 1e6 * float(np.median(times))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--problems", nargs="+", default=list(PROBLEMS), choices=list(PROBLEMS))
    parser.add_argument("--formulations", nargs="+", default=["RICCATI"], choices=[f.name for f in Formulation])
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--flags", default="-O3 -march=native")
    parser.add_argument("--rival", action="store_true", help="also time CasADi's SQP method with HPIPM")
    given = parser.parse_args()
    print("microseconds of thread time; best: of all repetitions, step by step\n")
    print(
        f"{'problem':10s}{'formulation':>13s}{'median':>9s}{'best':>8s}{'worst':>8s}{'feedback':>10s}{'newton':>8s}",
        end="",
    )
    print(f"{'unsolved':>10s}{'cost':>14s}{'rival':>10s}{'acados elsewhere':>18s}")
    for name in given.problems:
        for formulation in given.formulations:
            row = measured(name, Formulation[formulation], given.repeat, given.flags.split())
            print(
                f"{name:10s}{formulation.lower():>13s}{row['median']:9.1f}{row['best']:8.1f}{row['worst']:8.1f}", end=""
            )
            print(f"{row['feedback']:10.1f}{row['newton']:8.0f}{row['unsolved']:10.0f}{row['cost']:14.6f}", end="")
            other = f"{rival(name, 20):10.0f}" if given.rival else f"{'-':>10s}"
            print(f"{other}{ACADOS_ELSEWHERE[name]:18.0f}", flush=True)


if __name__ == "__main__":
    main()
