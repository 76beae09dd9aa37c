"""Generated C repeats the controller in Python, compiles without a word, and needs nothing."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sqp.control import MPC, OptimalControlProblem, StageHessian
from sqp.control.codegen.build import STRICT
from sqp.control.codegen.generate import GeneratedProject, generate
from sqp.control.codegen.model import StageModel
from sqp.control.codegen.operations import Formulation, chosen
from sqp.control.codegen.project import Real
from sqp.control.status import Status
from sqp.errors import OptionError, ProblemError
from tests.unit.control.codegen.kernel import needs_gcc
from tests.unit.control.codegen.problems import pendulum, reactor, vehicle

pytestmark = needs_gcc
SANITIZE = ("-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def run(program: Path) -> str:
    finished = subprocess.run([program], check=False, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> GeneratedProject:
    return generate(MPC(pendulum(track=2.0, soft="L1")), tmp_path_factory.mktemp("pendulum"), vectors=30)


@pytest.mark.parametrize("formulation", Formulation)
@pytest.mark.parametrize(
    ("make", "accuracy"),
    [(pendulum, 1e-9), pytest.param(vehicle, 1e-7, id="vehicle, whose slacks the QPs in Python find to 1e-9")],
)
def test_a_closed_loop_agrees_with_python_iterate_for_iterate(
    make: Callable[[], OptimalControlProblem], accuracy: float, formulation: Formulation, tmp_path: Path
) -> None:
    written = generate(MPC(make()), tmp_path, formulation=formulation, vectors=40)
    said = run(written.self_test("-O0"))
    assert said.startswith("40 steps agree")
    assert float(said.split()[-1]) <= accuracy


def test_it_runs_clean_under_sanitizers(project: GeneratedProject) -> None:
    assert "30 steps agree" in run(project.self_test(*SANITIZE))


def test_single_precision_agrees_within_its_tolerance(tmp_path: Path) -> None:
    written = generate(MPC(pendulum()), tmp_path, real=Real.FLOAT, vectors=30)
    assert "30 steps agree" in run(written.self_test("-O2", "-Wdouble-promotion", "-Werror"))


def test_it_compiles_as_cpp_without_a_warning(project: GeneratedProject) -> None:
    strict = ["g++", "-std=c++17", *STRICT[1:], "-Werror", "-fsyntax-only", "-x", "c++"]
    sources = [f"{project.name}{part}.c" for part in ("", "_model", "_host")]
    (project.folder / "use.cpp").write_text(f'#include "{project.name}.hpp"\n{project.name}::Controller controller;\n')
    for source in (*sources, "use.cpp"):
        subprocess.run([*strict, source], cwd=project.folder, check=True)


def test_the_makefile_builds_an_example_that_runs(project: GeneratedProject) -> None:
    subprocess.run(["make", "-s", "CFLAGS=-O1 -Werror", "example"], cwd=project.folder, check=True)
    assert run(project.folder / "example").count("\n") == 51


def test_the_static_report_knows_sizes_and_symbols(project: GeneratedProject) -> None:
    report = project.report("-O1")
    assert not report.allocates_or_prints
    assert set(report.symbols) <= {"memcpy", "memmove", "memset", "memcmp", "sincos", "sin", "cos", "sqrt"}
    assert 5_000 < report.code < 100_000
    assert report.state < 100_000
    assert 0 < report.stack < 4_096
    assert "| code |" in (project.folder / "report.md").read_text()


def test_everything_visible_carries_the_prefix(project: GeneratedProject) -> None:
    listing = subprocess.run(
        ["nm", "-g", "--defined-only", project.build("-O0")], capture_output=True, text=True, check=True
    )
    names = {line.split()[-1] for line in listing.stdout.splitlines()}
    own = {name for name in names if not name.startswith("_")}
    assert {"pendulum_init", "pendulum_feedback"} <= own
    assert all(name.startswith("pendulum_") for name in own)
    for header in project.folder.glob("*.h"):
        for guard in re.findall(r"#ifndef (\w+)", header.read_text()):
            assert guard.startswith("PENDULUM_")


def test_the_loaded_controller_takes_the_steps_of_the_one_in_python(project: GeneratedProject) -> None:
    python, c = MPC(project.model.stages), project.load("-O0")
    x = python.stages.initial_state
    python.prepare()
    c.adopt(python.plan)
    c.prepare()
    assert c.feedback(x) == pytest.approx(python.feedback(x), abs=1e-7)
    rng = np.random.default_rng(0)
    for k in range(60):
        parameters = {"target": np.full(21, 0.2 * np.sin(0.2 * k)), "cart": 1.0 + 0.1 * (k % 3)}
        found = []
        for controller in (python, c):
            controller.prepare(parameters)
            found.append(controller.feedback(x))
        np.testing.assert_allclose(found[1], found[0], rtol=1e-7, atol=1e-7)
        p = [0.2 * np.sin(0.2 * k)]
        x = np.array(python.stages.dynamics(x, found[0], p, [parameters["cart"]])).ravel() + 1e-3 * rng.normal(size=4)


def test_a_sample_may_be_a_part_of_an_interval(tmp_path: Path) -> None:
    python = MPC(pendulum(), rate=40.0, deadline=10.0)
    c = generate(python, tmp_path).load("-O0")
    x = python.stages.initial_state
    python.prepare()
    c.adopt(python.plan)
    c.prepare()
    for _ in range(30):
        found = [controller.feedback(x) for controller in (python, c)]
        np.testing.assert_allclose(found[1], found[0], rtol=1e-7, atol=1e-7)
        x = 0.5 * (x + np.array(python.stages.dynamics(x, found[0], [0.0], [1.0])).ravel())
        python.prepare()
        c.prepare()


def test_bad_measurements_leave_the_plan_and_the_next_step_recovers(project: GeneratedProject) -> None:
    c = project.load("-O0")
    x = np.array([0.0, 0.1, 0.0, 0.0])
    c.step(x)
    planned = c.plan.u[1]
    np.testing.assert_array_equal(c.step([0.0, np.nan, 0.0, 0.0]), planned)
    assert c.report.status is Status.NOT_FINITE
    assert (np.abs(c.step(x, {"cart": np.nan})) <= 80.0).all()
    assert c.report.status is Status.NOT_FINITE
    c.step(x)
    assert c.report.status is Status.SOLVED


def test_controls_stay_within_bounds_whatever_is_measured(project: GeneratedProject) -> None:
    c = project.load("-O0")
    rng = np.random.default_rng(5)
    c.step([0.0, 0.1, 0.0, 0.0])
    for _ in range(200):
        u = c.step(rng.normal(size=4) * 10.0 ** rng.uniform(-2, 4))
        assert np.isfinite(u).all()
        assert (np.abs(u) <= 80.0).all()
    c.step([0.0, 0.1, 0.0, 0.0])
    c.step([0.0, 0.1, 0.0, 0.0])
    assert c.report.status.is_fresh


def test_it_recovers_within_two_steps_from_whatever_was_measured(project: GeneratedProject) -> None:
    c = project.load("-O0")
    rng = np.random.default_rng(0)
    x, streak = np.array([0.0, 0.1, 0.0, 0.0]), 0
    for _ in range(600):
        measured, kind = x.copy(), rng.random()
        if kind < 0.05:
            measured[rng.integers(4)] = np.nan
        elif kind < 0.1:
            measured += rng.normal(size=4) * [5.0, 3.0, 20.0, 20.0]
        u = c.step(measured)
        assert np.isfinite(u).all()
        assert (np.abs(u) <= 80.0).all()
        streak = 0 if kind < 0.1 or c.report.status is Status.SOLVED else streak + 1
        assert streak <= 2
        x = np.array(c.stages.dynamics(x, u, [0.0], [1.0])).ravel() + 1e-2 * rng.normal(size=4)
        if np.abs(x[:2]).max() > 10.0:  # the disturbances won: another experiment
            x = np.array([0.0, 0.1, 0.0, 0.0])


def test_the_formulation_is_chosen_by_operations() -> None:
    def plain(stages: int, states: int, controls: int) -> Formulation:
        ocp = OptimalControlProblem(horizon=stages)
        x, u = ocp.state("x", states, initial=0.0), ocp.control("u", controls)
        ocp.next_state({x: 0.5 * x + u[0]})
        ocp.stage_squares(u)
        return chosen(StageModel(ocp.stages()))

    assert plain(5, 12, 1) is Formulation.CONDENSED
    assert plain(20, 4, 1) is Formulation.RICCATI


def test_a_deadline_cuts_the_iterations(project: GeneratedProject) -> None:
    hurried = MPC(project.model.stages, deadline=1e-9, iterations=50)
    written = generate(hurried, project.folder / "hurried", vectors=1)
    c = written.load("-O0")
    c.warm_up([0.0, np.pi, 0.0, 0.0])
    u = c.step([0.5, np.pi, 0.0, 0.0])
    assert c.report.status is Status.DEADLINE
    assert (np.abs(u) <= 80.0).all()


@pytest.mark.parametrize("make", [pendulum, vehicle])
def test_exact_hessians_are_made_convex_as_in_python(make: Callable[[], OptimalControlProblem], tmp_path: Path) -> None:
    mpc = MPC(make(), hessian=StageHessian(exact=True, floor=1e-4, levenberg=1e-6))
    written = generate(mpc, tmp_path, vectors=20)
    assert run(written.self_test("-O0")).startswith("20 steps agree")


def test_implicit_integrators_are_written_by_casadi(tmp_path: Path) -> None:
    written = generate(MPC(reactor()), tmp_path, vectors=20)
    assert written.sources == ("reactor.c", "reactor_model.c", "reactor_casadi.c")
    said = run(written.self_test("-O0"))
    assert float(said.split()[-1]) <= 1e-9
    assert not written.report("-O1").allocates_or_prints
    subprocess.run(["make", "-s", "CFLAGS=-O1 -Werror", "example"], cwd=tmp_path, check=True)


def test_what_cannot_be_generated_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="identifier of C, got 'my controller'"):
        generate(pendulum(), tmp_path, name="my controller")
    ocp = pendulum()
    ocp.initial_cost(0.0)
    with pytest.raises(ProblemError, match="initial costs"):
        generate(ocp, tmp_path)
