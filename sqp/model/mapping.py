"""One function written once and evaluated for many instances: stages of a horizon, observations, branches of a network.

The instances stay together as one node of the expression graph, which is differentiated once, however many there are.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any

import casadi as ca
import numpy as np

from sqp.errors import ModelError
from sqp.model.casadi_functions import expanded
from sqp.model.expression import Expression, owned, short, symbolic
from sqp.model.repeated import repeated


def mapped(
    function: Callable[..., Any], over: Any, *, shared: Sequence[Any], count: int | None, threads: int
) -> Expression:
    """(m, N) the results of ``function`` for N instances; :meth:`sqp.Model.map` describes the arguments.

    Examples
    --------
    >>> x = Expression(ca.MX.sym("x", 2, 3))
    >>> lengths = mapped(lambda point, power: point[0] ** power + point[1], [x], shared=[2], count=None, threads=1)
    >>> lengths.shape
    (1, 3)
    """
    operands = list(over) if isinstance(over, list | tuple) else [over]
    if not operands:
        raise ModelError("map: over must name at least one matrix whose columns the function is to take")
    _check_positive("threads", threads)
    given = [_matrix(argument) for argument in operands]
    number = _count(given, count)
    varying = [_columns(k, argument, number) for k, argument in enumerate(given)]
    whole = [symbolic(argument) for argument in shared]
    stage = _stage(function, [argument.size1() for argument in varying], [argument.shape for argument in whole])
    # every thread gets equally many instances; those that are too many repeat the last one
    padded = -(-number // threads) * threads
    arguments = [_padded(argument, padded) for argument in varying]
    arguments += [ca.repmat(argument, 1, padded) for argument in whole]
    result = repeated(stage, padded, threads)(*arguments)
    return owned(result if padded == number else result[:, :number])


def _matrix(argument: Any) -> Expression:
    """What is given with the instances along the last axis: a plain vector becomes a row."""
    plain = isinstance(argument, np.ndarray | list | tuple)
    if plain and np.ndim(argument) == 1:
        return owned(symbolic(argument).T)
    if plain and np.ndim(argument) > 2:
        raise ModelError(f"map: arguments have at most two axes, got shape {np.shape(argument)}")
    return owned(ca.densify(symbolic(argument)))


def _count(arguments: Sequence[Expression], count: int | None) -> int:
    """The number of instances: that of the columns of the matrices, or else of the entries of equal columns."""
    if count is not None:
        _check_positive("count", count)
        return count
    widths = {argument.size2() for argument in arguments} - {1}
    heights = {argument.size1() for argument in arguments}
    if len(widths) > 1:
        shapes = ", ".join(f"{argument.size1()} x {argument.size2()}" for argument in arguments)
        raise ModelError(f"map: over needs equally many columns in every argument, got shapes {shapes}")
    if widths:
        return widths.pop()
    return heights.pop() if len(heights) == 1 else 1


def _columns(position: int, argument: Expression, count: int) -> Any:
    """The argument with one column for each instance; a column of ``count`` entries becomes a row of scalars."""
    if argument.size2() == count:
        return argument
    if argument.shape == (count, 1):
        return argument.T
    shape = f"{argument.size1()} x {argument.size2()}"
    raise ModelError(
        f"map: over[{position}] is {shape} ({short(argument)}), expected {count} columns, one per instance"
    )


def _check_positive(name: str, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ModelError(f"map: {name} must be a positive integer, got {value!r}")


def _padded(argument: Any, count: int) -> Any:
    extra = count - argument.size2()
    return ca.horzcat(argument, ca.repmat(argument[:, -1], 1, extra)) if extra else argument


def _stage(function: Callable[..., Any], rows: Sequence[int], shapes: Sequence[tuple[int, int]]) -> Any:
    """The function of one instance: columns of so many rows and shared arguments of these shapes."""
    sizes = [(height, 1) for height in rows] + list(shapes)
    name = _name(function)
    _check_arguments(name, function, sizes)
    symbols = [ca.MX.sym(f"a{k}", *size) for k, size in enumerate(sizes)]
    returned = function(*(Expression(symbol) for symbol in symbols))
    if isinstance(returned, list | tuple):
        returned = ca.vertcat(*(symbolic(part) for part in returned))
    result = symbolic(returned)
    if not result.is_column():
        raise ModelError(f"map: {name} must return a scalar or a column for each instance, got shape {result.shape}")
    stage = ca.Function(name, symbols, [ca.densify(result)], {"allow_free": True})
    if stage.has_free():
        free = ", ".join(stage.get_free())
        raise ModelError(f"map: {name} uses {free} from outside: pass it in over, or in shared for all instances")
    return expanded(stage)


def _check_arguments(name: str, function: Any, sizes: Sequence[tuple[int, int]]) -> None:
    if isinstance(function, ca.Function):
        expected = [function.size_in(k) for k in range(function.n_in())]
        if expected != list(sizes) or function.n_out() != 1:
            raise ModelError(
                f"map: {name} takes arguments of the shapes {expected} and has {function.n_out()} results; "
                f"the arguments have the shapes {list(sizes)}, and one result is expected"
            )
        return
    if not callable(function):
        raise ModelError(f"map: the function must be callable, got {type(function).__name__}")
    try:
        signature(function).bind(*sizes)
    except TypeError as error:
        raise ModelError(f"map: {name} cannot take {len(sizes)} arguments (over and then shared): {error}") from None


def _name(function: Any) -> str:
    """A name that CasADi accepts."""
    own = function.name() if isinstance(function, ca.Function) else getattr(function, "__name__", "")
    plain = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in own).strip("_")
    while "__" in plain:
        plain = plain.replace("__", "_")
    return plain if plain and plain[0].isalpha() and own != "<lambda>" else "stage"
