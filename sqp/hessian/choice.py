"""Which Hessian model suits a problem: what "auto" means, and what the restoration problem can be asked."""

from __future__ import annotations

import time

import numpy as np

from sqp.arrays import Vector, is_sparse
from sqp.errors import EvaluationError, OptionError
from sqp.evaluation.evaluator import Evaluator
from sqp.hessian.bfgs import BFGS
from sqp.hessian.block_bfgs import BlockBFGS
from sqp.hessian.exact import Exact
from sqp.hessian.gauss_newton import GaussNewton
from sqp.hessian.krylov import NewtonKrylov
from sqp.hessian.lbfgs import LBFGS
from sqp.hessian.levenberg_marquardt import LevenbergMarquardt
from sqp.hessian.lsr1 import LSR1
from sqp.hessian.model import HessianModel
from sqp.hessian.sr1 import SR1
from sqp.model.problem import HasHessian, HasHessianProduct, HasResiduals, Problem, provides

#: What the doors accept as a string besides "auto".
NAMED: dict[str, type[HessianModel]] = {
    "exact": Exact,
    "bfgs": BFGS,
    "block-bfgs": BlockBFGS,
    "sr1": SR1,
    "lbfgs": LBFGS,
    "lsr1": LSR1,
    "gauss-newton": GaussNewton,
    "levenberg-marquardt": LevenbergMarquardt,
    "newton-krylov": NewtonKrylov,
}

#: Up to this many variables a full matrix is updated; beyond, one of low rank.
DENSE = 300
#: Entries of the exact Hessian, beyond which it is not factorised.
ENTRIES = 20_000_000
#: Cost of an exact Hessian, in evaluations of all first derivatives, beyond which another model is worth a try.
COSTLY = 100.0


def named(name: str) -> HessianModel:
    """The model with default settings that a string at a door means.

    Examples
    --------
    >>> named("sr1")
    SR1(least=1e-08)
    """
    if name not in NAMED:
        raise OptionError(f"hessian must be a Hessian model, 'auto', {', '.join(map(repr, NAMED))}; got {name!r}")
    return NAMED[name]()


def chosen(problem: Problem, x0: Vector) -> tuple[HessianModel, str]:
    """The model for a problem and the reason in one sentence, from its size, its capabilities and measured cost.

    Examples
    --------
    >>> from sqp.model.nlp import NLP
    >>> chosen(NLP(lambda x: x @ x, [3.0], gradient=lambda x: 2 * x), np.array([3.0]))[0]
    BFGS(damping=0.2)
    """
    n = problem.variable_bounds.size
    if provides(problem, HasResiduals):
        return GaussNewton(), "the objective is a sum of squares"
    if not provides(problem, HasHessian):
        if provides(problem, HasHessianProduct):
            return NewtonKrylov(), "products with the Hessian are known, its entries are not"
        size = f"a full matrix has too many entries with n = {n}" if n > DENSE else f"n = {n} allows a full matrix"
        return without_second_derivatives(n), f"there are no second derivatives, and {size}"
    product = provides(problem, HasHessianProduct)
    try:
        entries, cost = _measured(problem, x0)
    except EvaluationError:
        return Exact(), "there are second derivatives"
    if entries > ENTRIES:
        model = NewtonKrylov() if product else LBFGS()
        return model, f"the Hessian has {entries} entries"
    if cost > COSTLY:
        model = NewtonKrylov() if n > DENSE and product else without_second_derivatives(n)
        return model, f"a Hessian takes as long as {cost:.0f} evaluations of the first derivatives"
    return Exact(), f"a Hessian of {entries} entries takes as long as {cost:.1f} evaluations of the first derivatives"


def _measured(problem: Problem, x0: Vector) -> tuple[int, float]:
    """Stored entries of the Hessian, and its time in units of that of all first derivatives; the second call counts."""
    evaluator = Evaluator(problem)
    x = problem.variable_bounds.project(x0)
    values, y = evaluator.values(x), np.ones(evaluator.m)
    first = second = 0.0
    entries = 0
    for _ in range(2):
        begin = time.perf_counter()
        evaluator.linearization(values)
        middle = time.perf_counter()
        hess = evaluator.hessian(x, y)
        first, second = middle - begin, time.perf_counter() - middle
        entries = int(hess.nnz) if is_sparse(hess) else hess.size
    return entries, second / max(first, 1e-6)


def without_second_derivatives(n: int) -> HessianModel:
    """The model for n variables that learns from gradients.

    Examples
    --------
    >>> type(without_second_derivatives(2000)).__name__
    'LBFGS'
    """
    return BFGS() if n <= DENSE else LBFGS()


def for_restoration(model: HessianModel) -> HessianModel:
    """The model for the restoration problem, which has entries of second derivatives but no products or residuals.

    Those that learn from gradients serve there as they are, and so does the exact one.
    """
    return model if isinstance(model, Exact | BFGS | SR1 | LBFGS | LSR1) else LBFGS()
