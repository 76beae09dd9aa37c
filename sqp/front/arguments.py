"""What the calls for NumPy functions share: Hessians and constraints in every form they take, and the solve itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard, cast

import numpy as np

from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.options import choose_hessian, sqp_settings
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.arrays import Vector
from sqp.errors import ProblemError
from sqp.hessian.block_bfgs import BlockBFGS, connected
from sqp.hessian.choice import named
from sqp.hessian.model import HessianModel
from sqp.model.arguments import as_pair
from sqp.model.blocks import Constraint
from sqp.model.differences import Differences
from sqp.model.nlp import NLP
from sqp.model.pattern import Pattern

#: Central differences resolve the optimality conditions to about 1e-10, forward differences only to 1e-8.
CENTRAL = Differences(central=True)


@dataclass(frozen=True, eq=False)
class Given:
    """What a call says of the solve besides the problem: multipliers to start from, and what happens on the way."""

    y0: Vector | None
    z0: Vector | None
    warm: Result | None
    callback: Callback | None
    checkpoint: Checkpoint | None


def solved(problem: NLP, settings: dict[str, Any], given: Given, *, accuracy: float, sparsity: Any) -> Result:
    """Solve with a Hessian model chosen where ``settings`` has its name or "auto".

    Parameters
    ----------
    problem : NLP
    settings : dict
        Fields of :class:`SQP`.
    given : Given
    accuracy : float
        Relative error of first derivatives; the default tolerance is no tighter than ten times that.
    sparsity : matrix, optional
        Of the Hessian, whose connected parts are the blocks of a :class:`BlockBFGS` without any.
    """
    settings.setdefault("tolerance", max(SQP().tolerance, 10.0 * accuracy))
    notes = choose_hessian(settings, problem, None)
    if settings.get("hessian") == BlockBFGS() and sparsity is not None and not isinstance(sparsity, str):
        settings["hessian"] = BlockBFGS(blocks=_connected_parts(sparsity))
    return sqp_settings(settings).solve(
        problem,
        problem.start,
        y0=given.y0,
        z0=given.z0,
        warm=given.warm,
        callback=given.callback,
        checkpoint=given.checkpoint,
        notes=notes,
    )


def error_of(differences: Differences, blocks: Sequence[Constraint], *, exact: bool) -> float:
    """Relative error of the first derivatives; 0 if the user gave those of the objective (exact) and of all rows."""
    return 0.0 if exact and all(block.jacobian is not None for block in blocks) else differences.accuracy


def _connected_parts(sparsity: Any) -> list[list[int]]:
    pattern = sparsity if isinstance(sparsity, Pattern) else Pattern.of(sparsity)
    labels = connected(pattern.template(dense=False)(np.ones(pattern.nnz)))
    order = np.argsort(labels, kind="stable")
    return [part.tolist() for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)]


def hessian_model(hessian: Any) -> HessianModel | str | None:
    """The Hessian model, "auto", or None where second derivatives or nothing are given."""
    if isinstance(hessian, str):
        return hessian if hessian == "auto" else named(hessian)
    return hessian if _is_model(hessian) else None


def _is_model(hessian: Any) -> TypeGuard[HessianModel]:
    return hasattr(hessian, "start") and not isinstance(hessian, type)


def function_or_differences(hessian: Any) -> Any:
    """The Hessian of the objective as a function or as settings of differences; nothing else will do."""
    if hessian is None or isinstance(hessian, Differences) or (callable(hessian) and not isinstance(hessian, type)):
        return hessian
    found = hessian.__name__ if isinstance(hessian, type) else type(hessian).__name__
    raise ProblemError(f"hessian must be a function, Differences(...) or a Hessian model such as BFGS(), got {found}")


def constraint_blocks(constraints: Any, bounds: Any, jacobian: Any, sparsity: Any, name: str) -> list[Constraint]:
    """The constraints as a list of blocks, whichever way they were given."""
    loose = {"constraint_bounds": bounds, "jacobian": jacobian, "sparsity": sparsity}
    if callable(constraints):
        if bounds is None:
            raise ProblemError("constraint_bounds is missing: give (lower, upper), with None for an absent side")
        lower, upper = as_pair("constraint_bounds", bounds)
        return [Constraint(constraints, lower, upper, jacobian, sparsity, name)]
    for argument, given in loose.items():
        if given is not None:
            what = "without constraints" if constraints is None else "beside Constraint blocks, which hold their own"
            raise ProblemError(f"{argument} is given {what}")
    if constraints is None:
        return []
    if isinstance(constraints, Constraint):
        return [constraints]
    if not isinstance(constraints, list | tuple):
        raise ProblemError(f"constraints must be a function or Constraint blocks, got {type(constraints).__name__}")
    blocks = list[Constraint]()
    for index, block in enumerate(cast("Sequence[object]", constraints)):
        if not isinstance(block, Constraint):
            found = type(block).__name__
            raise ProblemError(f"constraints[{index}] must be Constraint(fun, lower, upper, ...), got {found}")
        blocks.append(block)
    return blocks
