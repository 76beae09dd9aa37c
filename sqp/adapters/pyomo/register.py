"""Enter the solver in Pyomo's two tables."""

# pyright: reportMissingImports=false, reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportPrivateImportUsage=false
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqp.errors import UnsupportedError

#: The name in ``SolverFactory(NAME)``.
NAME = "sqp"


def register() -> None:
    """Make ``SolverFactory("sqp")`` work, of ``pyomo.environ`` and of ``pyomo.contrib.solver``.

    Calling it again changes nothing.  ``SolverFactory("sqp", executable=...)`` still starts that program.

    Raises
    ------
    UnsupportedError
        If this Pyomo has another interface for solvers (before 6.10).

    Examples
    --------
    >>> import pyomo.environ as pyo
    >>> import sqp
    >>> sqp.pyomo.register()
    >>> m = pyo.ConcreteModel()
    >>> m.x, m.y = pyo.Var(initialize=1.0, bounds=(0, 4)), pyo.Var(initialize=1.0)
    >>> m.area = pyo.Objective(expr=m.x * m.y, sense=pyo.maximize)
    >>> m.fence = pyo.Constraint(expr=m.x + m.y == 6)
    >>> found = pyo.SolverFactory("sqp").solve(m)
    >>> str(found.solver.termination_condition), round(pyo.value(m.area), 6)
    ('optimal', 9.0)
    """
    import pyomo.environ  # noqa: F401  # pyright: ignore[reportUnusedImport] - it fills the tables
    from pyomo.contrib.solver.common.factory import SolverFactory

    try:
        from sqp.adapters.pyomo.solver import LegacySQP, SQPSolver
    except ImportError as error:
        raise UnsupportedError(f"pyomo: expected version 6.10 or later, found another interface: {error}") from error
    SolverFactory.register(NAME, doc="Sequential quadratic programming")(SQPSolver, _entrance(LegacySQP))


def _entrance(in_process: Callable[..., Any]) -> Callable[..., Any]:
    """What Pyomo's first factory calls: the solver in process, or a program if the user names one."""

    def entrance(**arguments: Any) -> Any:
        if arguments.get("executable") is None:
            arguments.pop("executable", None)
            return in_process(**arguments)
        from pyomo.environ import SolverFactory

        program = SolverFactory("asl", **arguments)
        program.set_options(f"solver={NAME}")
        return program

    return entrance
