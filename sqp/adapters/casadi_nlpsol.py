"""A solver that is called like CasADi's ``nlpsol``, and inside other CasADi functions."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUntypedBaseClass=false
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, final

import casadi as ca
import numpy as np

from sqp.adapters.casadi_nlp import from_casadi, sized
from sqp.adapters.casadi_stats import stats
from sqp.adapters.options import settings_of
from sqp.algorithm.options import choose_hessian, noted
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.names import unknown_name

INPUTS = ("x0", "p", "lbx", "ubx", "lbg", "ubg", "lam_x0", "lam_g0")
OUTPUTS = ("x", "f", "g", "lam_x", "lam_g", "lam_p")
_DEFAULTS = dict(zip(INPUTS, (0.0, 0.0, -np.inf, np.inf, -np.inf, np.inf, 0.0, 0.0), strict=True))
#: CasADi's graphs do not own the Python objects that they call; whoever is part of one has to live as long as it may.
_EMBEDDED: list[Nlpsol] = []


def nlpsol(name: str, nlp: Any, options: Mapping[str, Any] | None = None) -> Nlpsol:
    """A solver with the inputs and outputs of ``casadi.nlpsol``, whose plugins only C++ can provide.

    Parameters
    ----------
    name : str
        Of the function.
    nlp : dict, casadi.Function or casadi.NlpBuilder
        As for :func:`sqp.from_casadi`.
    options : mapping, optional
        Fields of :class:`sqp.SQP` and of :class:`sqp.Limits` by name; ``verbose`` to print the iterations,
        ``callback``, ``error_on_fail`` to raise where there is no solution, and ``function_options``, a dictionary for
        CasADi (``{"enable_fd": True}`` gives derivatives of the solution by differences).

    Examples
    --------
    >>> x, p = ca.SX.sym("x", 2), ca.SX.sym("p")
    >>> solver = nlpsol("solver", {"x": x, "p": p, "f": ca.sumsqr(x - p), "g": x[0] * x[1]})
    >>> solution = solver(x0=[1, 1], p=3, ubg=4)
    >>> solution["x"], solution["lam_g"], solver.stats()["return_status"]
    (DM([2, 2]), DM(1), 'KKT')
    """
    return Nlpsol(name, nlp, dict(options or {}))


@final
class Nlpsol(ca.Callback):
    """A CasADi function from starts, parameters and bounds to solutions; see :func:`nlpsol`.

    A failed solve returns its best point, as CasADi's solvers do; ``stats()`` say what it is.  Called with the point
    and the multipliers that it returned last, it also starts from the working set that belonged to them.
    """

    def __init__(self, name: str, nlp: Any, options: dict[str, Any]) -> None:
        ca.Callback.__init__(self)
        function_options = options.pop("function_options", {})
        self._verbose = bool(options.pop("verbose", False))
        self._callback = options.pop("callback", None)
        self._raises = bool(options.pop("error_on_fail", False))
        self._problem = from_casadi(nlp)
        settings = settings_of(options, extra=("verbose", "callback", "error_on_fail", "function_options"))
        self._notes = choose_hessian(settings, self._problem, None)
        self._method = SQP(**settings)
        self._gradient_in_parameters = _gradient_in_parameters(self._problem)
        self._last: Result | None = None
        n, m = self._problem.start.size, self._problem.constraint_bounds.size
        size = self._problem.parameters.size
        self._sizes_in = dict(zip(INPUTS, (n, size, n, n, m, m, n, m), strict=True))
        self._sizes_out = dict(zip(OUTPUTS, (n, 1, m, n, m, size), strict=True))
        self.construct(name, function_options)

    def get_n_in(self) -> int:
        return len(INPUTS)

    def get_n_out(self) -> int:
        return len(OUTPUTS)

    def get_name_in(self, i: int) -> str:
        return INPUTS[i]

    def get_name_out(self, i: int) -> str:
        return OUTPUTS[i]

    def get_sparsity_in(self, i: int) -> Any:
        return ca.Sparsity.dense(self._sizes_in[INPUTS[i]])

    def get_sparsity_out(self, i: int) -> Any:
        return ca.Sparsity.dense(self._sizes_out[OUTPUTS[i]])

    def eval(self, arg: Any) -> list[Any]:
        """What CasADi calls; all inputs have their full size."""
        return list(self._solved(dict(zip(INPUTS, arg, strict=True))).values())

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Solve; inputs that are not given have the defaults of ``casadi.nlpsol``.

        With symbols among the inputs, the result is symbolic; with matrices of several columns, one solve per column.
        """
        for name in named:
            if name not in INPUTS:
                raise ProblemError(unknown_name("input", name, INPUTS))
        if any(isinstance(value, ca.SX | ca.MX) for value in (*args, *named.values())):
            _EMBEDDED.append(self)
        elif not args and all(_is_column(value) for value in named.values()):
            return self._solved({**_DEFAULTS, **named})
        return super().__call__(*args) if args else super().__call__(**{**_DEFAULTS, **named})

    def map(self, *args: Any) -> Any:
        """As ``casadi.Function.map``, with the defaults of the solver; CasADi itself takes 0 for missing bounds."""
        _EMBEDDED.append(self)
        mapped = super().map(*args)
        inputs = [ca.MX.sym(name, *mapped.size_in(i)) for i, name in enumerate(INPUTS)]
        outputs = mapped.call(inputs)
        options = {"default_in": list(_DEFAULTS.values())}
        return ca.Function(mapped.name(), inputs, outputs, list(INPUTS), list(OUTPUTS), options)

    def stats(self) -> dict[str, Any]:
        """Of the last solve; see :func:`sqp.adapters.casadi_stats.stats`.

        Raises
        ------
        ProblemError
            If there was none.
        """
        if self._last is None:
            raise ProblemError(f"{self.name()} has solved nothing yet: there are no statistics")
        return stats(self._last)

    def _solved(self, given: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: sized(name, given[name], size) for name, size in self._sizes_in.items()}
        problem = self._problem.with_parameters(
            values["p"],
            variable_bounds=Bounds(values["lbx"], values["ubx"]),
            constraint_bounds=Bounds(values["lbg"], values["ubg"]),
            start=values["x0"],
        )
        x, y, z = values["x0"], values["lam_g0"], values["lam_x0"]
        known = bool(y.any() or z.any())
        result = noted(
            self._method.solve(
                problem,
                x,
                y0=y if known else None,
                z0=z if known else None,
                warm=self._last if _continues(self._last, x, y) else None,
                callback=self._listener(),
            ),
            self._notes,
        )
        self._last = result
        if self._raises:
            result.raise_for_status()
        lam_p = -self._gradient_in_parameters(result.x, values["p"], result.y)
        parts = (result.x, result.f, problem.constraints(result.x), result.z, result.y, lam_p)
        return {name: ca.DM(part) for name, part in zip(OUTPUTS, parts, strict=True)}

    def _listener(self) -> Any:
        if self._callback is not None or not self._verbose:
            return self._callback
        from sqp.report.log import TerminalLog

        return TerminalLog()


def _gradient_in_parameters(problem: CasadiProblem) -> Any:
    """The gradient of L = f + y'g in p; CasADi's lam_p is minus that at the solution."""
    functions = problem.functions
    n, size, m = functions.sizes
    x, p, y = (ca.MX.sym(name, length) for name, length in zip("xpy", (n, size, m), strict=True))
    lagrangian = functions.objective(x, p) + ca.dot(y, functions.constraints(x, p))
    return ca.Function("gradient_in_parameters", [x, p, y], [ca.gradient(lagrangian, p)])


def _continues(last: Result | None, x: Vector, y: Vector) -> bool:
    return last is not None and last.success and np.array_equal(last.x, x) and np.array_equal(last.y, y)


def _is_column(value: Any) -> bool:
    if isinstance(value, ca.DM):
        return value.size2() == 1
    return np.ndim(value) < 2 or np.shape(value)[1] == 1
