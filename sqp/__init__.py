"""Sequential quadratic programming for smooth nonlinear programs.

>>> import sqp
>>> m = sqp.Model("rosenbrock")
>>> x, y = m.variable("x", start=-1.2), m.variable("y", start=1.0)
>>> m.minimize((1 - x) ** 2 + 100 * (y - x**2) ** 2)
>>> round(m.solve()["x"], 6)
1.0

Names are loaded when they are first used, so that ``import sqp`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqp import control as control
    from sqp import cvxpy as cvxpy
    from sqp import pyomo as pyomo
    from sqp.adapters.ampl.read import read_nl as read_nl
    from sqp.adapters.ampl.write import write_nl as write_nl
    from sqp.adapters.casadi_nlp import from_casadi as from_casadi
    from sqp.adapters.casadi_nlpsol import nlpsol as nlpsol
    from sqp.adapters.casadi_opti import from_opti as from_opti
    from sqp.adapters.cutest_problem import from_cutest as from_cutest
    from sqp.adapters.jax_problem import from_jax as from_jax
    from sqp.adapters.openmdao_driver import OpenMDAODriver as OpenMDAODriver
    from sqp.adapters.scipy_method import scipy_method as scipy_method
    from sqp.adapters.torch_problem import from_torch as from_torch
    from sqp.algorithm.checkpoint import Checkpoint as Checkpoint
    from sqp.algorithm.limits import Limits as Limits
    from sqp.algorithm.result import Result as Result
    from sqp.algorithm.resume import resume as resume
    from sqp.algorithm.sqp import SQP as SQP
    from sqp.algorithm.stop import PointKind as PointKind
    from sqp.algorithm.stop import StopReason as StopReason
    from sqp.bounds import Bounds as Bounds
    from sqp.calculus.bilinear_map import BilinearMap as BilinearMap
    from sqp.calculus.check import check_derivatives as check_derivatives
    from sqp.calculus.derivatives import derivative as derivative
    from sqp.calculus.derivatives import gradient as gradient
    from sqp.calculus.derivatives import quadratic_model as quadratic_model
    from sqp.calculus.derivatives import second_derivative as second_derivative
    from sqp.calculus.linear_map import LinearMap as LinearMap
    from sqp.calculus.quadratic import QuadraticModel as QuadraticModel
    from sqp.diagnosis.effort import Effort as Effort
    from sqp.diagnosis.findings import Explanation as Explanation
    from sqp.diagnosis.findings import Finding as Finding
    from sqp.diagnosis.findings import Trouble as Trouble
    from sqp.errors import CheckpointError as CheckpointError
    from sqp.errors import EvaluationError as EvaluationError
    from sqp.errors import ModelError as ModelError
    from sqp.errors import OptionError as OptionError
    from sqp.errors import ProblemError as ProblemError
    from sqp.errors import ReadError as ReadError
    from sqp.errors import SolveFailed as SolveFailed
    from sqp.errors import SqpError as SqpError
    from sqp.errors import UnsupportedError as UnsupportedError
    from sqp.front.minimize import minimize as minimize
    from sqp.front.model import Model as Model
    from sqp.front.solve import solve as solve
    from sqp.front.sum_of_squares import minimize_sum_of_squares as minimize_sum_of_squares
    from sqp.hessian.bfgs import BFGS as BFGS
    from sqp.hessian.block_bfgs import BlockBFGS as BlockBFGS
    from sqp.hessian.blockwise import Blockwise as Blockwise
    from sqp.hessian.exact import Exact as Exact
    from sqp.hessian.gauss_newton import GaussNewton as GaussNewton
    from sqp.hessian.krylov import NewtonKrylov as NewtonKrylov
    from sqp.hessian.lbfgs import LBFGS as LBFGS
    from sqp.hessian.levenberg_marquardt import LevenbergMarquardt as LevenbergMarquardt
    from sqp.hessian.lsr1 import LSR1 as LSR1
    from sqp.hessian.sr1 import SR1 as SR1
    from sqp.model.casadi_problem import CasadiProblem as CasadiProblem
    from sqp.model.functions import abs as abs  # noqa: A004
    from sqp.model.functions import acos as acos
    from sqp.model.functions import acosh as acosh
    from sqp.model.functions import asin as asin
    from sqp.model.functions import asinh as asinh
    from sqp.model.functions import atan as atan
    from sqp.model.functions import atan2 as atan2
    from sqp.model.functions import atanh as atanh
    from sqp.model.functions import cos as cos
    from sqp.model.functions import cosh as cosh
    from sqp.model.functions import exp as exp
    from sqp.model.functions import if_else as if_else
    from sqp.model.functions import log as log
    from sqp.model.functions import log10 as log10
    from sqp.model.functions import maximum as maximum
    from sqp.model.functions import minimum as minimum
    from sqp.model.functions import sin as sin
    from sqp.model.functions import sinh as sinh
    from sqp.model.functions import sqrt as sqrt
    from sqp.model.functions import tan as tan
    from sqp.model.functions import tanh as tanh
    from sqp.model.implicit import implicit as implicit
    from sqp.model.matrix_functions import det as det
    from sqp.model.matrix_functions import diag as diag
    from sqp.model.matrix_functions import dot as dot
    from sqp.model.matrix_functions import inv as inv
    from sqp.model.matrix_functions import linsolve as linsolve
    from sqp.model.matrix_functions import logdet as logdet
    from sqp.model.matrix_functions import norm as norm
    from sqp.model.matrix_functions import stack as stack
    from sqp.model.matrix_functions import sum as sum  # noqa: A004
    from sqp.model.matrix_functions import trace as trace
    from sqp.model.matrix_functions import transpose as transpose
    from sqp.model.nlp import NLP as NLP
    from sqp.model.problem import Problem as Problem
    from sqp.model.relation import between as between
    from sqp.report.certificate import Certificate as Certificate
    from sqp.report.certificate import verify_certificate as verify_certificate

_MODULES = {
    "sqp.adapters.ampl.read": "read_nl",
    "sqp.adapters.ampl.write": "write_nl",
    "sqp.adapters.casadi_nlp": "from_casadi",
    "sqp.adapters.casadi_nlpsol": "nlpsol",
    "sqp.adapters.casadi_opti": "from_opti",
    "sqp.adapters.jax_problem": "from_jax",
    "sqp.adapters.cutest_problem": "from_cutest",
    "sqp.adapters.openmdao_driver": "OpenMDAODriver",
    "sqp.adapters.scipy_method": "scipy_method",
    "sqp.adapters.torch_problem": "from_torch",
    "sqp.algorithm.checkpoint": "Checkpoint",
    "sqp.algorithm.limits": "Limits",
    "sqp.algorithm.resume": "resume",
    "sqp.algorithm.result": "Result",
    "sqp.algorithm.sqp": "SQP",
    "sqp.algorithm.stop": "PointKind StopReason",
    "sqp.bounds": "Bounds",
    "sqp.calculus.bilinear_map": "BilinearMap",
    "sqp.calculus.check": "check_derivatives",
    "sqp.calculus.derivatives": "derivative second_derivative gradient quadratic_model",
    "sqp.calculus.linear_map": "LinearMap",
    "sqp.calculus.quadratic": "QuadraticModel",
    "sqp.diagnosis.effort": "Effort",
    "sqp.diagnosis.findings": "Explanation Finding Trouble",
    "sqp.errors": """
        CheckpointError EvaluationError ModelError OptionError ProblemError ReadError SolveFailed SqpError
        UnsupportedError
    """,
    "sqp.front.minimize": "minimize",
    "sqp.front.model": "Model",
    "sqp.front.solve": "solve",
    "sqp.front.sum_of_squares": "minimize_sum_of_squares",
    "sqp.hessian.bfgs": "BFGS",
    "sqp.hessian.block_bfgs": "BlockBFGS",
    "sqp.hessian.blockwise": "Blockwise",
    "sqp.hessian.exact": "Exact",
    "sqp.hessian.gauss_newton": "GaussNewton",
    "sqp.hessian.krylov": "NewtonKrylov",
    "sqp.hessian.lbfgs": "LBFGS",
    "sqp.hessian.levenberg_marquardt": "LevenbergMarquardt",
    "sqp.hessian.lsr1": "LSR1",
    "sqp.hessian.sr1": "SR1",
    "sqp.model.casadi_problem": "CasadiProblem",
    "sqp.model.functions": """
        sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp log log10 sqrt
        abs minimum maximum if_else
    """,
    "sqp.model.implicit": "implicit",
    "sqp.model.matrix_functions": "sum dot norm det logdet inv linsolve trace transpose diag stack",
    "sqp.model.nlp": "NLP",
    "sqp.model.problem": "Problem",
    "sqp.model.relation": "between",
    "sqp.report.certificate": "Certificate verify_certificate",
}
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = [*_HOME]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    """Load a public name from the module that defines it."""
    if name == "__version__":
        from importlib.metadata import version

        return version("sqp-framework")
    if name in ("control", "cvxpy", "pyomo"):
        return import_module(f"sqp.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'sqp' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
