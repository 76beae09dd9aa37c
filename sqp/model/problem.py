"""What a solver may ask of a nonlinear program: the ``Problem`` protocol and its optional capabilities.

    minimise f(x)   subject to   cl <= c(x) <= cu,   xl <= x <= xu

Protocols are structural: neither users nor adapters inherit from anything.  Optional knowledge (second derivatives,
a start, names) is a protocol of its own and is recognised by the presence of its attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from sqp.arrays import Mask, Matrix, Vector
from sqp.bounds import Bounds
from sqp.model.pattern import Pattern

if TYPE_CHECKING:
    from typing_extensions import TypeIs

T = TypeVar("T")


@runtime_checkable
class Problem(Protocol):
    """A smooth nonlinear program with first derivatives.

    Every method is a pure function of ``x``; arrays that it returns belong to the caller.  The Jacobian is dense or
    ``scipy.sparse.csc_array``, always the same kind with the same sparsity pattern (explicit zeros are allowed).
    A point at which the problem cannot be evaluated is reported by returning NaN or by raising
    :class:`sqp.errors.EvaluationError`.
    """

    @property
    def variable_bounds(self) -> Bounds: ...

    @property
    def constraint_bounds(self) -> Bounds: ...

    def objective(self, x: Vector, /) -> float: ...

    def gradient(self, x: Vector, /) -> Vector: ...

    def constraints(self, x: Vector, /) -> Vector: ...

    def jacobian(self, x: Vector, /) -> Matrix: ...


@runtime_checkable
class HasHessian(Protocol):
    """σ∇²f(x) + Σ yᵢ∇²cᵢ(x), (n, n), full symmetric, of the same kind (dense or sparse) as the Jacobian."""

    def lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Matrix: ...


@runtime_checkable
class HasHessianProduct(Protocol):
    """The product of the Lagrangian Hessian with a vector ``v``, (n,), without forming the matrix."""

    def lagrangian_hessian_product(self, x: Vector, y: Vector, sigma: float, v: Vector, /) -> Vector: ...


@runtime_checkable
class HasResiduals(Protocol):
    """f(x) = |r(x)|^2: the objective is the sum of the squares of k residuals.

    ``residual_jacobian`` is (k, n), of the same kind (dense or sparse) as the Jacobian, with a constant pattern.
    """

    def residuals(self, x: Vector, /) -> Vector: ...

    def residual_jacobian(self, x: Vector, /) -> Matrix: ...


@runtime_checkable
class HasStart(Protocol):
    """A point to start from, (n,), used when ``solve`` is called without ``x0``."""

    @property
    def start(self) -> Vector: ...


@runtime_checkable
class HasNames(Protocol):
    """One name per variable and per constraint row, for messages and tables."""

    @property
    def variable_names(self) -> Sequence[str]: ...

    @property
    def constraint_names(self) -> Sequence[str]: ...


@runtime_checkable
class HasLinearRows(Protocol):
    """(m,) which constraint rows are linear (affine) in x."""

    @property
    def linear_constraints(self) -> Mask: ...


@dataclass(frozen=True)
class UndefinedOperation:
    """An operation that has no finite value although its operands have.

    Attributes
    ----------
    template : str
        The operation, with ``{j}`` where variable j stands.
    operands : tuple of (str, float)
        Its operands that depend on variables, written likewise, with their values.
    variables : tuple of int
        The variables that it depends on.

    Examples
    --------
    >>> UndefinedOperation("log({0})", (("{0}", -1.0),), (0,)).text(["x"])
    'log(x)'
    """

    template: str
    operands: tuple[tuple[str, float], ...]
    variables: tuple[int, ...]

    def text(self, names: Sequence[str]) -> str:
        """The operation in the names of the variables."""
        return self.named(self.template, names)

    def named(self, template: str, names: Sequence[str]) -> str:
        """Any of the templates in the names of the variables."""
        for j in self.variables:
            template = template.replace(f"{{{j}}}", names[j])
        return template


@runtime_checkable
class HasOperations(Protocol):
    """The problem knows the operations that its functions consist of; its derivatives are exact by construction."""

    def undefined_operation(self, function: str, x: Vector, index: int | None = None, /) -> UndefinedOperation | None:
        """Why ``function`` ("objective", "constraints", "gradient", "jacobian" or "hessian") is not finite at ``x``.

        ``index`` is the row of the constraints; None asks for the first entry that is not finite.
        """
        ...


@runtime_checkable
class HasJacobianPattern(Protocol):
    """Where the Jacobian may be nonzero for some x: every stored entry, or fewer where more is known."""

    @property
    def jacobian_pattern(self) -> Pattern: ...


@runtime_checkable
class HasSense(Protocol):
    """+1 if the user minimises; -1 if the user maximises, in which case ``objective`` is minus the user's function."""

    @property
    def sense(self) -> int: ...


@runtime_checkable
class HasNotes(Protocol):
    """What a user should know about how the problem came to be; every result repeats it."""

    @property
    def notes(self) -> tuple[str, ...]: ...


class SolutionView(Protocol):
    """Turns the flat vectors of a result back into what the user wrote; must be picklable."""

    def variables(self, x: Vector, /) -> dict[str, Any]:
        """Value by variable name, in the variable's own shape (a float for a scalar)."""
        ...

    def multipliers(self, y: Vector, z: Vector, /) -> dict[str, Any]:
        """Multipliers by constraint name, in the constraint's shape; bounds under ``"bounds of NAME"``."""
        ...

    def value(self, expression: Any, x: Vector, /) -> Any:
        """Value at ``x`` of an expression in the model's symbols (ModelError if it cannot be had)."""
        ...

    def units(self) -> dict[str, str]:
        """Unit by variable name, for those that have one."""
        ...


@runtime_checkable
class HasView(Protocol):
    """The problem was made from a model with named parts."""

    @property
    def view(self) -> SolutionView: ...


def provides(problem: object, capability: type[T]) -> TypeIs[T]:
    """Whether ``problem`` has the members of ``capability``, one of the protocols of this module.

    The same question as ``isinstance``, which takes Python 3.11 thirty times longer.

    Examples
    --------
    >>> provides("a text has no Hessian", HasHessian)
    False
    """
    return all(hasattr(problem, name) for name in _members(capability))


@cache
def _members(capability: type) -> tuple[str, ...]:
    return tuple(name for name in vars(capability) if not name.startswith("_"))


def variable_name(problem: object, index: int) -> str:
    """The name of variable ``index``: the problem's own, or ``x[index]``."""
    if provides(problem, HasNames) and index < len(problem.variable_names):
        return problem.variable_names[index]
    return f"x[{index}]"


def constraint_name(problem: object, index: int) -> str:
    """The name of constraint row ``index``: the problem's own, or ``c[index]``."""
    if provides(problem, HasNames) and index < len(problem.constraint_names):
        return problem.constraint_names[index]
    return f"c[{index}]"
