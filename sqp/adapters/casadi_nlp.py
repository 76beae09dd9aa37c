"""CasADi's descriptions of nonlinear programs: dictionaries ``{x, f, g, p}``, functions, ``NlpBuilder``."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError, UnsupportedError
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.names import unknown_name

_PARTS = ("x", "p", "f", "g")


def from_casadi(
    nlp: Any,
    *,
    x0: Any = None,
    p: Any = None,
    lbx: Any = None,
    ubx: Any = None,
    lbg: Any = None,
    ubg: Any = None,
) -> CasadiProblem:
    """A problem from what ``casadi.nlpsol`` takes, with the words of CasADi.

    Multipliers to start from, ``lam_g0`` and ``lam_x0``, are ``y0`` and ``z0`` of ``sqp.solve``; the signs agree.

    Parameters
    ----------
    nlp : dict, casadi.Function or casadi.NlpBuilder
        ``{"x": ..., "f": ..., "g": ..., "p": ...}`` in SX or MX, all but x optional; or a function of x and p with
        results f and g; or a builder, which has bounds and a start of its own.
    x0, p : number or array, optional
        Start and parameters; 0 by default.
    lbx, ubx, lbg, ubg : number or array, optional
        Bounds; none by default.

    Raises
    ------
    ProblemError
        If a part is unknown, or an argument has the wrong length.
    UnsupportedError
        If a variable is discrete.

    Examples
    --------
    >>> import sqp
    >>> x, p = ca.SX.sym("x", 2), ca.SX.sym("p")
    >>> problem = from_casadi({"x": x, "p": p, "f": ca.sumsqr(x - p), "g": x[0] + x[1]}, p=3.0, ubg=2.0)
    >>> sqp.solve(problem).x.round(6)
    array([1., 1.])
    >>> sqp.solve(problem.with_parameters([0.5])).x.round(6)
    array([0.5, 0.5])
    """
    own: dict[str, Any] = {}
    if isinstance(nlp, ca.NlpBuilder):
        parts, own = _of_builder(nlp)
    elif isinstance(nlp, ca.Function):
        parts = _of_function(nlp)
    elif isinstance(nlp, Mapping):
        parts = _of_mapping(nlp)
    else:
        raise ProblemError(f"nlp must be a dictionary, a Function or an NlpBuilder, got {type(nlp).__name__}")
    n, size, m = (_count(parts[name]) for name in ("x", "p", "g"))
    given = {"x0": x0, "lbx": lbx, "ubx": ubx, "lbg": lbg, "ubg": ubg}
    values = own | {name: value for name, value in given.items() if value is not None}
    return CasadiProblem(
        parts["x"],
        parts["f"],
        parts["g"] if m else None,
        parameters=parts["p"] if size else None,
        parameter_values=sized("p", 0.0 if p is None else p, size),
        variable_bounds=Bounds(sized("lbx", values.get("lbx", -np.inf), n), sized("ubx", values.get("ubx", np.inf), n)),
        constraint_bounds=Bounds(
            sized("lbg", values.get("lbg", -np.inf), m), sized("ubg", values.get("ubg", np.inf), m)
        ),
        start=sized("x0", values.get("x0", 0.0), n),
    )


def sized(name: str, value: Any, size: int) -> Vector:
    """``size`` numbers from a number, which is repeated, or from as many in a list, an array or a CasADi matrix.

    Raises
    ------
    ProblemError
        If there is another number of them.

    Examples
    --------
    >>> sized("lbx", 1, 2)
    array([1., 1.])
    """
    array = np.asarray(ca.densify(value).full() if isinstance(value, ca.DM) else value, dtype=np.float64)
    flat = array.ravel(order="F")
    if flat.size == 1:
        return np.full(size, flat[0])
    if flat.size != size:
        raise ProblemError(f"{name} must be a number or {size} numbers, got {flat.size}")
    return flat.copy()


def _of_mapping(nlp: Mapping[str, Any]) -> dict[str, Any]:
    for name in nlp:
        if name not in _PARTS:
            raise ProblemError(unknown_name("part of an nlp", name, _PARTS))
    if "x" not in nlp:
        raise ProblemError("nlp['x'], the variables, is missing")
    kinds = {name: _kind(part) for name, part in nlp.items()}
    if len({kind for kind in kinds.values() if kind in ("SX", "MX")}) > 1:
        found = ", ".join(f"{name} in {kind}" for name, kind in kinds.items())
        raise ProblemError(f"nlp: all parts must be stated in SX or all in MX, found {found}")
    return {"p": None, "f": 0.0, "g": None, **nlp}


def _of_function(nlp: Any) -> dict[str, Any]:
    x, p = (ca.MX.sym(name, nlp.size_in(i)[0]) for i, name in enumerate(nlp.name_in()[:2]))
    f, g = nlp.call([x, p])
    return {"x": x, "p": p, "f": f, "g": g}


def _of_builder(nlp: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    if any(nlp.discrete):
        which = next(k for k, discrete in enumerate(nlp.discrete) if discrete)
        raise UnsupportedError(f"variable {which} of the NlpBuilder is discrete, only real numbers can be chosen")
    parts = {"x": list(nlp.x), "p": None, "f": nlp.f, "g": ca.vertcat(*nlp.g)}
    bounds = {"lbx": nlp.x_lb, "ubx": nlp.x_ub, "lbg": nlp.g_lb, "ubg": nlp.g_ub, "x0": nlp.x_init}
    return parts, {name: np.array(values, dtype=np.float64) for name, values in bounds.items()}


def _kind(part: Any) -> str:
    return type(part[0] if isinstance(part, list) and part else part).__name__


def _count(part: Any) -> int:
    if isinstance(part, list):
        return sum(symbol.numel() for symbol in part)
    return 0 if part is None else ca.MX(part).numel() if isinstance(part, int | float) else part.numel()
