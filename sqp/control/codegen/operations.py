"""How many arithmetic operations the phases of a generated controller take, and which formulation takes fewer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqp.control.codegen.model import StageModel


class Formulation(Enum):
    """How the Newton systems of the QP are solved; the value is what the report says."""

    CONDENSED = "dense in the controls"
    RICCATI = "Riccati recursion over the stages"


@dataclass(frozen=True)
class Operations:
    """Additions and multiplications, functions counting as one.

    Attributes
    ----------
    linearise : int
        All stage functions at the plan.
    factor : int
        Factors of a QP from nothing.
    newton : int
        One more Newton step with factors that fit.

    Examples
    --------
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=10)
    >>> x, u = ocp.state("x", 4, initial=0.0), ocp.control("u")
    >>> ocp.next_state({x: x + u})
    >>> ocp.stage_squares(u)
    >>> Operations.of(StageModel(ocp.stages()), {"stage": 50, "terminal": 10}, Formulation.RICCATI).linearise
    510
    """

    linearise: int
    factor: int
    newton: int

    @classmethod
    def of(cls, model: StageModel, functions: dict[str, int], formulation: Formulation) -> Operations:
        """Count for a model whose functions take this many operations."""
        n = model.stages.horizon
        linearise = n * functions["stage"] + functions["terminal"]
        linearise += n * functions.get("stage_hessian", 0) + functions.get("terminal_hessian", 0)
        return cls(linearise, factorisation(model, formulation), _newton(model, formulation))

    def by_phase(self) -> dict[str, int]:
        """What prepare and feedback take at least."""
        return {
            "prepare": self.linearise + self.factor,
            "feedback": self.newton,
            "each further Newton step": self.newton,
        }


def factorisation(model: StageModel, formulation: Formulation) -> int:
    """Operations of the factors of a QP."""
    n, nx, nu = model.stages.horizon, model.stages.nx, model.stages.nu
    nz = nx + nu
    if formulation is Formulation.RICCATI:
        return n * (2 * nx * nx * nz + 2 * nz * nz * nx + 4 * nu * nx * nx + nu**3 // 3)
    sweeps = n * n * nu * (2 * nx * nx + nx * nu)  # sensitivities forwards, cost to go backwards
    return 2 * sweeps + (n * nu) ** 3 // 3


def _newton(model: StageModel, formulation: Formulation) -> int:
    n, nx, nu = model.stages.horizon, model.stages.nx, model.stages.nu
    nz = nx + nu
    trajectory = n * (2 * nx * nz + 2 * nz * nz + 2 * nx * nz + 4 * model.rows * nz)
    if formulation is Formulation.RICCATI:
        return trajectory + 2 * n * nu * nx
    return 2 * trajectory + 2 * (n * nu) ** 2


#: The share of the recursion's operations below which condensing was measured to be faster; it follows the system in
#: open loop, so it must be worth it.
WORTH_CONDENSING = 0.4


def chosen(model: StageModel) -> Formulation:
    """The recursion, unless condensing takes far fewer operations: few stages of many states and few controls."""
    condensed, riccati = (factorisation(model, formulation) for formulation in Formulation)
    return Formulation.CONDENSED if condensed < WORTH_CONDENSING * riccati else Formulation.RICCATI
