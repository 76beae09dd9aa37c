"""The driver for OpenMDAO: its own test models, scaling, failed analyses, recording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.errors import OptionError, ProblemError

om: Any = pytest.importorskip("openmdao.api")
sellar: Any = pytest.importorskip("openmdao.test_suite.components.sellar_feature")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """OpenMDAO writes its outputs into the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bowl(**driver: Any) -> Any:
    """The paraboloid of OpenMDAO's first example."""
    problem = om.Problem(reports=False)
    component = om.ExecComp("f = (x - 3)**2 + x*y + (y + 4)**2 - 3", x=3.0, y=-4.0)
    problem.model.add_subsystem("parab", component, promotes=["*"])
    problem.model.add_subsystem("const", om.ExecComp("g = x + y", x=3.0, y=-4.0), promotes=["*"])
    problem.driver = sqp.OpenMDAODriver(**{"disp": False, **driver})
    return problem


def constrained(**driver: Any) -> Any:
    problem = bowl(**driver)
    problem.model.add_design_var("x", lower=-50, upper=50)
    problem.model.add_design_var("y", lower=-50, upper=50)
    problem.model.add_objective("f")
    return problem


def test_sellar() -> None:
    """Two coupled disciplines, in about as many model runs as other methods take."""
    problem = om.Problem(reports=False, model=sellar.SellarMDA())
    problem.driver = sqp.OpenMDAODriver(disp=False, tol=1e-7)
    problem.model.add_design_var("x", lower=0, upper=10)
    problem.model.add_design_var("z", lower=0, upper=10)
    problem.model.add_objective("obj")
    problem.model.add_constraint("con1", upper=0)
    problem.model.add_constraint("con2", upper=0)
    problem.setup()
    problem.set_solver_print(level=-1)
    problem.model.approx_totals()
    told = problem.run_driver()
    assert told.success
    assert problem.get_val("obj")[0] == pytest.approx(3.183393951729169, abs=1e-5)
    assert problem.get_val("z") == pytest.approx([1.977639, 0.0], abs=1e-4)
    assert told.model_evals < 20


@pytest.mark.parametrize("linear", [False, True])
def test_a_range_and_an_equality(linear: bool) -> None:
    problem = constrained()
    problem.model.add_constraint("g", lower=0, upper=10, linear=linear)
    problem.setup()
    assert problem.run_driver().success
    assert [problem.get_val(name)[0] for name in ("x", "y", "f")] == pytest.approx([7, -7, -27])
    assert problem.driver.solution.y == pytest.approx([-1.0])
    problem = constrained()
    problem.model.add_constraint("g", equals=2.0)
    problem.setup()
    assert problem.run_driver().success
    assert problem.get_val("g")[0] == pytest.approx(2)


def test_scaled_variables_and_functions() -> None:
    problem = bowl()
    problem.model.add_design_var("x", lower=-50, upper=50, ref=10.0, ref0=1.0)
    problem.model.add_design_var("y", lower=-50, upper=50, scaler=0.5, adder=3.0)
    problem.model.add_objective("f", ref=100.0)
    problem.model.add_constraint("g", lower=0, upper=10, ref=5.0)
    problem.setup()
    assert problem.run_driver().success
    assert [problem.get_val(name)[0] for name in ("x", "y", "f")] == pytest.approx([7, -7, -27], abs=1e-5)
    assert problem.driver.solution.y == pytest.approx([-1.0 * 5.0 / 100.0], abs=1e-6), "in the driver's scaling"


@pytest.mark.parametrize(
    ("sides", "sum_of_both"), [({"upper": -1.0}, -1.0), ({"lower": 1.0, "upper": 3.0}, 1.0), ({"equals": 2.0}, 2.0)]
)
def test_a_negative_scaler_exchanges_the_sides(sides: dict[str, float], sum_of_both: float) -> None:
    """OpenMDAO scales each side by itself, so that -2 g would be kept below what it should be above."""
    problem = bowl()
    problem.model.add_design_var("x", lower=-50, upper=50, ref=-10.0, ref0=3.0)
    problem.model.add_design_var("y", upper=50, scaler=-1.0)
    problem.model.add_objective("f")
    problem.model.add_constraint("g", scaler=-2.0, **sides)
    problem.setup()
    assert problem.run_driver().success
    assert problem.get_val("g")[0] == pytest.approx(sum_of_both, abs=1e-6)


def test_openmdaos_own_multipliers_agree() -> None:
    problem = constrained()
    problem.model.add_constraint("g", lower=0, upper=10)
    problem.setup()
    problem.run_driver()
    _, constraints = problem.driver.compute_lagrange_multipliers()
    theirs = constraints["g"]["multipliers"]
    assert np.abs(theirs) == pytest.approx(np.abs(problem.driver.solution.y), abs=1e-6)


class Fragile(om.ExplicitComponent):
    """A paraboloid that cannot be analysed beyond x = 4, where the first step of a quasi-Newton method leads."""

    def setup(self) -> None:
        self.add_input("x", 0.0)
        self.add_output("f")
        self.declare_partials("*", "*")
        self.failures = 0

    def compute(self, inputs: Any, outputs: Any) -> None:
        if inputs["x"][0] > 4.0:
            self.failures += 1
            raise om.AnalysisError("no convergence")
        outputs["f"] = 10.0 * (inputs["x"] - 3.5) ** 2

    def compute_partials(self, inputs: Any, partials: Any) -> None:
        partials["f", "x"] = 20.0 * (inputs["x"] - 3.5)


def fragile(start: float) -> tuple[Any, Fragile]:
    problem, component = om.Problem(reports=False), Fragile()
    problem.model.add_subsystem("part", component, promotes=["*"])
    problem.driver = sqp.OpenMDAODriver(disp=False)
    problem.model.add_design_var("x", lower=-100, upper=100)
    problem.model.add_objective("f")
    problem.setup()
    problem.set_val("x", start)
    return problem, component


def test_a_failed_analysis_rejects_the_step() -> None:
    problem, component = fragile(0.0)
    problem.driver.opt_settings["scaling"] = False
    told = problem.run_driver()
    assert told.success
    assert component.failures > 0
    assert problem.get_val("x")[0] == pytest.approx(3.5)
    assert problem.driver.solution.counts.failed_evaluations == component.failures


def test_a_model_that_fails_at_the_start_is_a_failure_and_no_exception() -> None:
    problem, _ = fragile(5.0)
    told = problem.run_driver()
    assert (told.success, told.exit_status) == (False, "FAIL")
    assert "no convergence" in problem.driver.solution.message


def test_every_model_run_is_recorded_and_the_model_is_left_at_the_solution(folder: Path) -> None:
    problem = constrained()
    problem.model.add_constraint("g", lower=0, upper=10)
    problem.driver.add_recorder(om.SqliteRecorder("cases.sql"))
    problem.driver.recording_options["record_derivatives"] = True
    problem.setup()
    told = problem.run_driver()
    reader = om.CaseReader(next(folder.rglob("cases.sql")))
    cases = reader.list_cases("driver", out_stream=None)
    assert len(cases) == told.model_evals == problem.driver.iter_count
    assert all("SQP" in case for case in cases)
    last = reader.get_case(cases[-1])
    assert last["f"] == pytest.approx(problem.get_val("f"))


def test_options(capsys: pytest.CaptureFixture[str]) -> None:
    problem = constrained(maxiter=1, disp=True)
    problem.model.add_constraint("g", lower=0, upper=10)
    problem.setup()
    assert not problem.run_driver().success
    assert "limit on iterations" in capsys.readouterr().out
    problem.driver.options["maxiter"] = None
    problem.driver.opt_settings = {"hessian": "sr1", "seconds": 60.0}
    assert problem.run_driver().success
    assert type(problem.driver.solution.settings.hessian).__name__ == "SR1"
    problem.driver.opt_settings = {"itmax": 3}
    with pytest.raises(OptionError, match="itmax"):
        problem.run_driver()


def test_what_cannot_be_optimised() -> None:
    several = constrained()
    several.model.add_objective("g")
    several.setup()
    with pytest.raises(ProblemError, match="one objective, got f, g"):
        several.final_setup()
    none = bowl()
    none.model.add_objective("f")
    none.setup()
    with pytest.raises(ProblemError, match="design variable"):
        none.run_driver()
