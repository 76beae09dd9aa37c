"""Every way in which Pyomo offers a solver, and what its users read afterwards."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

import sqp
from sqp.errors import OptionError, UnsupportedError
from tests.contracts.doors.pyomo import program

pyo = pytest.importorskip("pyomo.environ", reason="Pyomo is not installed")


def hs071(sense: int = 1) -> Any:
    m = pyo.ConcreteModel()
    m.x = pyo.Var([1, 2, 3, 4], bounds=(1, 5), initialize={1: 1, 2: 5, 3: 5, 4: 1})
    x = m.x
    f = x[1] * x[4] * (x[1] + x[2] + x[3]) + x[3]
    m.cost = pyo.Objective(expr=sense * f, sense=pyo.minimize if sense > 0 else pyo.maximize)
    m.product = pyo.Constraint(expr=x[1] * x[2] * x[3] * x[4] >= 25)
    m.sphere = pyo.Constraint(expr=sum(x[i] ** 2 for i in x) == 40)
    m.dual = pyo.Suffix(direction=pyo.Suffix.IMPORT_EXPORT)
    m.rc = pyo.Suffix(direction=pyo.Suffix.IMPORT)
    for name in ("ipopt_zL_out", "ipopt_zU_out"):
        m.add_component(name, pyo.Suffix(direction=pyo.Suffix.IMPORT))
    for name in ("ipopt_zL_in", "ipopt_zU_in"):
        m.add_component(name, pyo.Suffix(direction=pyo.Suffix.EXPORT))
    return m


def assert_solved(m: Any, found: Any, sense: int = 1) -> None:
    assert pyo.check_optimal_termination(found)
    assert pyo.value(m.cost) == pytest.approx(sense * 17.0140172891, rel=1e-7)
    assert m.dual[m.product] == pytest.approx(sense * 0.552294, abs=1e-5)
    assert m.dual[m.sphere] == pytest.approx(sense * -0.161469, abs=1e-5)
    assert m.ipopt_zL_out[m.x[1]] == pytest.approx(sense * 1.087871, abs=1e-5)


@pytest.fixture(autouse=True)
def registered() -> None:
    sqp.pyomo.register()


@pytest.fixture
def executable(tmp_path: Path) -> str:
    return str(program(tmp_path))


def with_options(executable: str) -> Any:
    return pyo.SolverFactory("asl", executable=executable, options={"solver": "sqp"})


def with_subsolver(executable: str) -> Any:
    return pyo.SolverFactory("asl:sqp", executable=executable)


def by_name(executable: str) -> Any:
    return pyo.SolverFactory("sqp", executable=executable)


def on_path(_: str) -> Any:
    return pyo.SolverFactory("asl:sqp")


def posing(executable: str) -> Any:
    return pyo.SolverFactory("ipopt", executable=executable)


@pytest.mark.parametrize("way", [with_options, with_subsolver, by_name, on_path, posing])
def test_ways_to_the_program(way: Any, executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(executable).parent}{os.pathsep}{os.environ['PATH']}")
    m = hs071()
    solver = way(executable)
    assert solver.available()
    assert solver.version()[:2] == (0, 1)
    assert_solved(m, solver.solve(m))


def test_asl_needs_the_name_of_the_solver(executable: str) -> None:
    """Pyomo 6.10 takes the name of no solver apart; why the documentation says to give it."""
    with pytest.raises(TypeError):
        pyo.SolverFactory("asl", executable=executable).solve(hs071())


def test_the_program_by_the_newer_interface_to_ipopt(executable: str) -> None:
    from pyomo.contrib.solver.solvers.ipopt import Ipopt

    posing = Path(executable).rename(Path(executable).with_name("ipopt"))
    solver = Ipopt(executable=str(posing))
    assert solver.version() == (0, 1, 0)
    m = hs071()
    found = solver.solve(m, solver_options={"print_level": 0})
    assert found.solution_status.name == "optimal"
    assert found.incumbent_objective == pytest.approx(17.0140172891)
    assert m.rc[m.x[1]] == pytest.approx(1.087871, abs=1e-5)


@pytest.mark.parametrize("sense", [1, -1])
def test_in_process(sense: int) -> None:
    m = hs071(sense)
    assert_solved(m, pyo.SolverFactory("sqp").solve(m), sense)
    assert m.rc[m.x[1]] == pytest.approx(sense * 1.087871, abs=1e-5)
    assert m.rc[m.x[2]] == pytest.approx(0.0, abs=1e-9)


def test_the_newer_interface() -> None:
    from pyomo.contrib.solver.common.factory import SolverFactory
    from pyomo.contrib.solver.common.util import NoOptimalSolutionError

    solver = SolverFactory("sqp")
    assert solver.available()
    assert solver.version() == (0, 1, 0)
    m = hs071()
    found = solver.solve(m, solver_options={"tol": 1e-10, "max_iter": 50}, symbolic_solver_labels=True)
    assert found.solution_status.name == "optimal"
    assert found.termination_condition.name == "convergenceCriteriaSatisfied"
    assert found.incumbent_objective == pytest.approx(17.0140172891)
    assert found.extra_info.iteration_count > 0
    assert found.timing_info.wall_time > 0
    with pytest.raises(NoOptimalSolutionError, match="The limit on iterations was reached"):
        solver.solve(hs071(), solver_options={"max_iter": 1})


def test_solutions_are_loaded_on_demand() -> None:
    from pyomo.contrib.solver.common.factory import SolverFactory

    m = hs071()
    results: Any = SolverFactory("sqp").solve(m, load_solutions=False)
    loader = results.solution_loader
    assert m.x[2].value == 5, "untouched"
    values = loader.get_vars()
    assert values[m.x[2]] == pytest.approx(4.742999, abs=1e-5)
    assert loader.get_duals([m.product])[m.product] == pytest.approx(0.552294, abs=1e-5)
    loader.load_vars()
    assert m.x[2].value == pytest.approx(4.742999, abs=1e-5)
    m = hs071()
    legacy = pyo.SolverFactory("sqp").solve(m, load_solutions=False)
    m.solutions.load_from(legacy)
    assert pyo.value(m.cost) == pytest.approx(17.0140172891)


def solver_of(kind: str, executable: str) -> Any:
    return pyo.SolverFactory("sqp") if kind == "process" else with_subsolver(executable)


both = pytest.mark.parametrize("kind", ["process", "program"])


@both
def test_limits_are_told_with_the_point(kind: str, executable: str) -> None:
    m = hs071()
    found = solver_of(kind, executable).solve(m, options={"max_iter": 2})
    assert str(found.solver.termination_condition) == "maxIterations"
    assert m.x[1].value is not None
    assert m.x[2].value != 5, "the best point so far is loaded"


def test_a_time_limit_has_its_own_word_in_process() -> None:
    m = hs071()
    found = pyo.SolverFactory("sqp").solve(m, timelimit=1e-9)
    assert str(found.solver.termination_condition) == "maxTimeLimit"


@both
def test_a_warm_start_needs_no_iteration(kind: str, executable: str) -> None:
    m = hs071(-1)
    solver = solver_of(kind, executable)
    solver.solve(m)
    m.ipopt_zL_in.update(m.ipopt_zL_out)
    m.ipopt_zU_in.update(m.ipopt_zU_out)
    found = solver.solve(m, options={"max_iter": 0})
    assert_solved(m, found, -1)


@both
def test_iterations_are_shown_on_request(kind: str, executable: str, capfd: pytest.CaptureFixture[str]) -> None:
    for tee in (False, True):
        solver_of(kind, executable).solve(hs071(), tee=tee)
        shown = capfd.readouterr().out
        assert bool(re.search(r"violation station", shown)) is tee


def test_any_stream_can_listen() -> None:
    stream = io.StringIO()
    from pyomo.contrib.solver.common.factory import SolverFactory

    SolverFactory("sqp").solve(hs071(), tee=stream)
    assert "violation" in stream.getvalue()


def test_labels_are_those_of_the_model(executable: str) -> None:
    m = hs071()
    assert_solved(m, with_subsolver(executable).solve(m, symbolic_solver_labels=True))


def test_what_casadi_does_not_read() -> None:
    """Hyperbolic inverses, if-then-else and a model without an objective."""
    m = pyo.ConcreteModel()
    m.x = pyo.Var(bounds=(1.5, 4), initialize=2)
    m.row = pyo.Constraint(expr=pyo.acosh(m.x) + pyo.asinh(m.x) + pyo.Expr_if(m.x >= 2, m.x, 2 * m.x - 2) == 4)
    assert pyo.check_optimal_termination(pyo.SolverFactory("sqp").solve(m))
    assert pyo.value(m.row.body) == pytest.approx(4)


def test_complementarity() -> None:
    from pyomo import mpec

    m = pyo.ConcreteModel()
    m.a, m.b = pyo.Var(initialize=1.0), pyo.Var(initialize=1.0)
    m.cost = pyo.Objective(expr=(m.a - 1) ** 2 + (m.b - 2) ** 2)
    m.pair = mpec.Complementarity(expr=mpec.complements(m.a >= 0, m.b >= 0))
    pyo.TransformationFactory("mpec.nl").apply_to(m)
    assert pyo.check_optimal_termination(pyo.SolverFactory("sqp").solve(m))
    assert (m.a.value, m.b.value) == (pytest.approx(0, abs=1e-6), pytest.approx(2, abs=1e-6))


def test_what_cannot_be_solved_says_so() -> None:
    m = pyo.ConcreteModel()
    m.n = pyo.Var(domain=pyo.Integers, bounds=(0, 9))
    m.cost = pyo.Objective(expr=(m.n - 3.3) ** 2)
    with pytest.raises(UnsupportedError, match="must be integer, the first is variable n"):
        pyo.SolverFactory("sqp").solve(m, symbolic_solver_labels=True)
    with pytest.raises(OptionError, match="tolerence"):
        pyo.SolverFactory("sqp").solve(hs071(), options={"tolerence": 1e-3})


@pytest.mark.parametrize("kind", ["in process", "program"])
def test_bounds_that_cross_are_a_contradiction(kind: str, executable: str) -> None:
    m = hs071()
    m.x[1].setlb(6)
    arguments = {} if kind == "in process" else {"executable": executable}
    found = pyo.SolverFactory("sqp", **arguments).solve(m, load_solutions=False)
    assert str(found.solver.termination_condition) == "infeasible"


def test_models_without_anything_to_choose() -> None:
    m = pyo.ConcreteModel()
    m.x = pyo.Var(initialize=3)
    m.x.fix()
    m.cost = pyo.Objective(expr=m.x)
    m.row = pyo.Constraint(expr=m.x <= 5)
    from pyomo.contrib.solver.common.factory import SolverFactory

    quiet = {"load_solutions": False, "raise_exception_on_nonoptimal_result": False}
    found = SolverFactory("sqp").solve(m, **quiet)
    assert found.termination_condition.name == "emptyModel"
    m.row.deactivate()
    m.wrong = pyo.Constraint(expr=m.x >= 5)
    found = SolverFactory("sqp").solve(m, **quiet)
    assert found.termination_condition.name in ("provenInfeasible", "emptyModel")
