"""Derivatives as maps: f'(x) is a linear map, f''(x) a symmetric bilinear map, and both are objects.

>>> from sqp.calculus import derivative, second_derivative
>>> derivative(lambda X: X @ X, [[1.0, 2.0], [0.0, 1.0]])
LinearMap (2, 2) -> (2, 2), exact
>>> second_derivative(lambda X: X @ X, [[1.0, 2.0], [0.0, 1.0]])
BilinearMap (2, 2) x (2, 2) -> (2, 2), exact
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqp.calculus.bilinear_map import BilinearMap as BilinearMap
    from sqp.calculus.check import check_derivatives as check_derivatives
    from sqp.calculus.derivatives import derivative as derivative
    from sqp.calculus.derivatives import gradient as gradient
    from sqp.calculus.derivatives import hessian as hessian
    from sqp.calculus.derivatives import quadratic_model as quadratic_model
    from sqp.calculus.derivatives import second_derivative as second_derivative
    from sqp.calculus.inner_product import InnerProduct as InnerProduct
    from sqp.calculus.linear_map import LinearMap as LinearMap
    from sqp.calculus.quadratic import QuadraticModel as QuadraticModel
    from sqp.calculus.space import Space as Space

_HOME = {
    "BilinearMap": "bilinear_map",
    "InnerProduct": "inner_product",
    "LinearMap": "linear_map",
    "QuadraticModel": "quadratic",
    "Space": "space",
    "check_derivatives": "check",
    "derivative": "derivatives",
    "gradient": "derivatives",
    "hessian": "derivatives",
    "quadratic_model": "derivatives",
    "second_derivative": "derivatives",
}

__all__ = [*_HOME]  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    """Load a name of this room when it is first used; the rooms below never need all of it."""
    if name not in _HOME:
        raise AttributeError(f"module 'sqp.calculus' has no attribute {name!r}")
    return getattr(import_module(f"sqp.calculus.{_HOME[name]}"), name)
