"""Optimal control on top of the solver: stages, transcription, model predictive control, estimation.

Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqp.control.closed_loop import ClosedLoop as ClosedLoop
    from sqp.control.closed_loop import plant_of as plant_of
    from sqp.control.closed_loop import simulate as simulate
    from sqp.control.codegen.controller import GeneratedController as GeneratedController
    from sqp.control.codegen.generate import generate as generate
    from sqp.control.codegen.operations import Formulation as Formulation
    from sqp.control.codegen.project import Real as Real
    from sqp.control.collocation import Collocation as Collocation
    from sqp.control.curvature import StageHessian as StageHessian
    from sqp.control.estimator import MovingHorizonEstimator as MovingHorizonEstimator
    from sqp.control.grid import FreeDuration as FreeDuration
    from sqp.control.integrators import RK4 as RK4
    from sqp.control.integrators import GaussLegendre as GaussLegendre
    from sqp.control.integrators import Radau as Radau
    from sqp.control.mpc import MPC as MPC
    from sqp.control.phases import Phases as Phases
    from sqp.control.problem import OptimalControlProblem as OptimalControlProblem
    from sqp.control.recorder import FlightRecorder as FlightRecorder
    from sqp.control.shooting import Shooting as Shooting
    from sqp.control.softness import Soft as Soft
    from sqp.control.stages import Stages as Stages
    from sqp.control.stages import Terms as Terms
    from sqp.control.status import Status as Status
    from sqp.control.status import StepReport as StepReport
    from sqp.control.step_solver import StepQP as StepQP
    from sqp.control.trajectory import Trajectory as Trajectory

_MODULES = {
    "sqp.control.grid": "FreeDuration",
    "sqp.control.integrators": "RK4 GaussLegendre Radau",
    "sqp.control.problem": "OptimalControlProblem",
    "sqp.control.shooting": "Shooting",
    "sqp.control.softness": "Soft",
    "sqp.control.stages": "Stages Terms",
    "sqp.control.trajectory": "Trajectory",
    "sqp.control.curvature": "StageHessian",
    "sqp.control.mpc": "MPC",
    "sqp.control.recorder": "FlightRecorder",
    "sqp.control.status": "Status StepReport",
    "sqp.control.step_solver": "StepQP",
    "sqp.control.closed_loop": "ClosedLoop plant_of simulate",
    "sqp.control.estimator": "MovingHorizonEstimator",
    "sqp.control.collocation": "Collocation",
    "sqp.control.phases": "Phases",
    "sqp.control.codegen.generate": "generate",
    "sqp.control.codegen.controller": "GeneratedController",
    "sqp.control.codegen.operations": "Formulation",
    "sqp.control.codegen.project": "Real",
}
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = [*_HOME]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    """Load a public name from the module that defines it."""
    if name not in _HOME:
        raise AttributeError(f"module 'sqp.control' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
