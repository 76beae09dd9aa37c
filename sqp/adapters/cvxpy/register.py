"""Make the solver known to CVXPY, and undo it."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false, reportPrivateImportUsage=false
from __future__ import annotations

from typing import Any

from sqp.errors import UnsupportedError

#: The name in ``problem.solve(method=METHOD)``.
METHOD = "sqp"


def register() -> None:
    """Make ``problem.solve(method="sqp")`` and ``problem.solve(nlp=True, solver="SQP")`` work.

    Enters the solver in CVXPY's tables and changes nothing else; calling it again changes nothing.  Without another
    solver of nonlinear programs, ``problem.solve(nlp=True)`` takes this one.

    Raises
    ------
    UnsupportedError
        If this CVXPY has no nonlinear programs (before 1.9).

    Examples
    --------
    >>> import cvxpy as cp
    >>> import sqp
    >>> sqp.cvxpy.register()
    >>> x = cp.Variable(2, nonneg=True)
    >>> problem = cp.Problem(cp.Minimize(cp.sum(x) - cp.log(x[0])), [x[0] * x[1] >= 4])
    >>> x.value = [1.0, 1.0]
    >>> round(float(problem.solve(method="sqp")), 6), problem.status
    (3.182492, 'optimal')
    """
    defines = _tables()
    from cvxpy import Problem

    from sqp.adapters.cvxpy.method import solve
    from sqp.adapters.cvxpy.solver import NAME, SQPSolver

    if NAME not in defines.SOLVER_MAP_NLP:
        defines.SOLVER_MAP_NLP[NAME] = SQPSolver()
    for names in (defines.NLP_SOLVERS, defines.INSTALLED_SOLVERS):
        if NAME not in names:
            names.append(NAME)
    Problem.register_solve(METHOD, solve)


def unregister() -> None:
    """Take out of CVXPY's tables what :func:`register` has put in; nothing happens if it has not."""
    defines = _tables()
    from cvxpy import Problem

    from sqp.adapters.cvxpy.solver import NAME

    defines.SOLVER_MAP_NLP.pop(NAME, None)
    for names in (defines.NLP_SOLVERS, defines.INSTALLED_SOLVERS):
        if NAME in names:
            names.remove(NAME)
    Problem.REGISTERED_SOLVE_METHODS.pop(METHOD, None)


def _tables() -> Any:
    import cvxpy
    from cvxpy.reductions.solvers import defines

    if not hasattr(defines, "SOLVER_MAP_NLP"):
        raise UnsupportedError(f"CVXPY {cvxpy.__version__} has no nonlinear programs: version 1.9 or later is needed")
    return defines
