"""CasADi functions called through preallocated memory: about a microsecond instead of fifty.

An ordinary call of a CasADi function converts every argument and result.  ``Function.buffer()`` evaluates straight
from and into memory that stays in place; what one must know about it is confined to this file:

* the buffer keeps raw addresses, so function, buffer and arrays have to live equally long;
* memory holds the *nonzeros* of each argument and result, in compressed-column order;
* the evaluation releases the interpreter lock, so no two threads may share one set of arrays;
* an evaluation that fails, as that of a linear system with a singular matrix does, raises nothing and leaves the result
  of the call before: the buffer has to be asked.  Scalar operations cannot fail.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

import threading
from typing import Any

import numpy as np

from sqp.arrays import Matrix, Vector
from sqp.model.templates import DenseTemplate, SparseTemplate


class _Memory(threading.local):
    """The arrays of one function in one thread, with the call that reads and fills them."""

    def __init__(self, function: Any, constants: tuple[Vector, ...]) -> None:
        varying = function.n_in() - len(constants)
        self.arguments = [np.zeros(function.nnz_in(i)) for i in range(varying)]
        self.results = [np.zeros(function.nnz_out(i)) for i in range(function.n_out())]
        self._buffer, self._evaluate = function.buffer()
        self._may_fail = not function.is_a("SXFunction")
        for i, array in enumerate([*self.arguments, *constants]):
            self._buffer.set_arg(i, array.data)
        for i, array in enumerate(self.results):
            self._buffer.set_res(i, array.data)

    def evaluate(self) -> None:
        """Fill the results, with NaN if the function cannot be evaluated."""
        self._evaluate()
        if self._may_fail and self._buffer.ret():
            for array in self.results:
                array.fill(np.nan)


class BufferedFunction:
    """A CasADi function called with and answering in plain float64 arrays; the call gives its first result.

    Every thread works in memory of its own, so one object may be called from several threads.  The memory is not
    pickled; it is made again at the first call.

    Parameters
    ----------
    function : casadi.Function
        Any number of arguments.
    *constants : float64 arrays
        Values of the last arguments, which are then not passed in calls.

    Examples
    --------
    >>> import casadi as ca
    >>> x = ca.SX.sym("x", 2)
    >>> f = BufferedFunction(ca.Function("f", [x], [x**2]))
    >>> f(np.array([1.0, 3.0]))
    array([1., 9.])
    """

    def __init__(self, function: Any, *constants: Vector) -> None:
        self._function = function
        self._constants = tuple(np.ascontiguousarray(value, dtype=np.float64) for value in constants)
        self._memory = _Memory(function, self._constants)

    def __call__(self, *arguments: Vector | float) -> Vector:
        """The nonzeros of the result in compressed-column order, NaN where it fails; the array is the caller's."""
        memory = self._memory
        for target, value in zip(memory.arguments, arguments, strict=True):
            target[:] = value
        memory.evaluate()
        return memory.results[0].copy()

    def results(self, *arguments: Vector | float) -> list[Vector]:
        """The nonzeros of every result, for a function with several; the arrays are the caller's."""
        memory = self._memory
        for target, value in zip(memory.arguments, arguments, strict=True):
            target[:] = value
        memory.evaluate()
        return [result.copy() for result in memory.results]

    def scalar(self, *arguments: Vector | float) -> float:
        """The result as a float, for a function whose result is a (structurally nonzero) scalar."""
        memory = self._memory
        for target, value in zip(memory.arguments, arguments, strict=True):
            target[:] = value
        memory.evaluate()
        return memory.results[0].item()

    def __reduce__(self) -> tuple[Any, ...]:
        return (BufferedFunction, (self._function, *self._constants))


class BufferedMatrix:
    """A CasADi function whose one result is a matrix, dense or ``csc_array``, made anew at each call.

    Parameters
    ----------
    function : casadi.Function
        Any number of arguments; one result with a constant sparsity pattern.
    *constants : float64 arrays
        Values of the last arguments, which are then not passed in calls.
    dense : bool
        Whether to answer with a column-major ndarray or with a ``csc_array``.  All sparse answers share their index
        arrays, which are read-only.

    Examples
    --------
    >>> import casadi as ca
    >>> x = ca.SX.sym("x", 2)
    >>> matrix = BufferedMatrix(ca.Function("J", [x], [ca.diag(x)]), dense=True)
    >>> matrix(np.array([1.0, 3.0]))
    array([[1., 0.],
           [0., 3.]])
    """

    def __init__(self, function: Any, *constants: Vector, dense: bool) -> None:
        self._nonzeros = BufferedFunction(function, *constants)
        pattern = function.sparsity_out(0)
        template = DenseTemplate if dense else SparseTemplate
        self._build = template(pattern.colind(), pattern.row(), pattern.shape)

    def __call__(self, *arguments: Vector | float) -> Matrix:
        return self._build(self._nonzeros(*arguments))
