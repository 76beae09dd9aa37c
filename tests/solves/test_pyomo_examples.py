"""Pyomo's own nonlinear examples, as far as its package contains them, solved through its door and by IPOPT.

IPOPT gets the ``.nl`` file that Pyomo writes of the same model, through CasADi's importer.
"""

# pyright: reportMissingImports=false, reportAttributeAccessIssue=false
from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import casadi as ca
import pytest

import sqp

pyo: Any = pytest.importorskip("pyomo.environ", reason="Pyomo is not installed")
pytest.importorskip("pyomo.contrib.sensitivity_toolbox.examples", reason="Pyomo's examples are not installed")


def from_module(module: str) -> Any:
    return importlib.import_module(f"pyomo.contrib.{module}")


def collocated(model: Any, elements: int) -> Any:
    """Discretised as the examples do it."""
    pyo.TransformationFactory("dae.collocation").apply_to(model, nfe=elements, ncp=3, scheme="LAGRANGE-RADAU")
    return model


def hiv() -> Any:
    example = from_module("sensitivity_toolbox.examples.HIV_Transmission")
    model = example.create_model()
    example.initialize_model(model, 10, 5, 1)
    return model


def feedback_controller() -> Any:
    example = from_module("sensitivity_toolbox.examples.feedbackController")
    model = example.create_model()
    example.initialize_model(model, 20)
    return model


def oscillator() -> Any:
    return collocated(from_module("pynumero.examples.nlp_interface_2").create_problem(0.0, 10.0), 20)


def burgers() -> Any:
    return from_module("pynumero.examples.sqp").build_burgers_model(nfe_x=10, nfe_t=10)


def reactor_design() -> Any:
    """The rate constants are fixed: left free, as for an estimation, they have no best value."""
    model = from_module("parmest.examples.reactor_design.reactor_design").reactor_design_model()
    for constant in (model.k1, model.k2, model.k3):
        constant.fix()
    return model


def range_inequality() -> Any:
    model = from_module("sensitivity_toolbox.examples.rangeInequality").create_model()
    model.nearest = pyo.Objective(expr=(model.x - 3.0) ** 2 + model.y)  # the example itself has no objective
    return model


def stirred_tank() -> Any:
    model = from_module("mpc.examples.cstr.model").create_instance(dynamic=True, horizon=2.0, ntfe=10)
    wanted = sum((model.conc[t, "A"] - 0.2) ** 2 + 0.01 * (model.flow_in[t] - 1.0) ** 2 for t in model.time)
    model.flow_in.setub(2.0)
    model.tracking = pyo.Objective(expr=wanted)
    return model


def made_by(module: str, function: str, *arguments: Any) -> Callable[[], Any]:
    return lambda: getattr(from_module(module), function)(*arguments)


EXAMPLES: dict[str, Callable[[], Any]] = {
    "HIV transmission": hiv,
    "feedback controller": feedback_controller,
    "parameters": made_by("sensitivity_toolbox.examples.parameter", "create_model"),
    "parameters of k_aug": made_by("sensitivity_toolbox.examples.parameter_kaug", "create_model"),
    "range inequality": range_inequality,
    "feasibility": made_by("pynumero.examples.feasibility", "create_basic_model"),
    "interface": made_by("pynumero.examples.nlp_interface", "create_model"),
    "sensitivity": made_by("pynumero.examples.sensitivity", "create_model", 4.5, 1.0),
    "oscillator": oscillator,
    "Burgers": burgers,
    "reactor": made_by(
        "pynumero.examples.external_grey_box.react_example.reactor_model_residuals", "create_pyomo_reactor_model"
    ),
    "stirred tank": stirred_tank,
    "reactor design": reactor_design,
}

#: Local solutions that are not the one that IPOPT finds, with the reason.
OTHER_SOLUTIONS = {"reactor": "without any flow nothing can move: the linearised balances hold for no other direction"}


def optimum_of_ipopt(model: Any, path: Path) -> float:
    """The objective that IPOPT finds, in the model's own sense."""
    model.write(str(path), format="nl")
    builder = ca.NlpBuilder()
    builder.import_nl(str(path), {"verbose": False})
    program = {"x": ca.vertcat(*builder.x), "f": builder.f, "g": ca.vertcat(*builder.g)}
    solver = ca.nlpsol("solver", "ipopt", program, {"ipopt.print_level": 0, "print_time": False, "ipopt.sb": "yes"})
    found = solver(x0=builder.x_init, lbx=builder.x_lb, ubx=builder.x_ub, lbg=builder.g_lb, ubg=builder.g_ub)
    assert solver.stats()["success"]
    objective = next(model.component_data_objects(pyo.Objective, active=True))
    # the importer turns a maximum into a minimum
    return float(found["f"]) * (-1.0 if objective.sense == pyo.maximize else 1.0)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str, tmp_path: Path) -> None:
    sqp.pyomo.register()
    model = EXAMPLES[name]()
    expected = optimum_of_ipopt(model, tmp_path / "model.nl")
    found = pyo.SolverFactory("sqp").solve(model)
    assert pyo.check_optimal_termination(found)
    objective = next(model.component_data_objects(pyo.Objective, active=True))
    if name not in OTHER_SOLUTIONS:
        assert pyo.value(objective) == pytest.approx(expected, rel=1e-6, abs=1e-6)
