"""A result as the command line prints it: for people, and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isfinite
from typing import Any, cast

import numpy as np

from sqp.algorithm.result import Result
from sqp.cli.exit_codes import exit_code
from sqp.diagnosis.findings import Explanation

#: What is said after a solve that failed.
HINT = "\nrun with --explain to see which constraints, variables or functions are to blame"


def outcome(result: Result) -> str:
    """How it ended, in one line."""
    return f"{result.point.name}  f = {result.f:.10g}  iterations {result.iterations}  ({result.stop.name})"


def solution(result: Result) -> str:
    """Everything that a person wants to see after a run."""
    r = result.residuals
    lines = [
        "",
        result.message,
        *(f"note: {note}" for note in result.notes),
        "",
        result.table(),
        "",
        f"residuals  stationarity {r.stationarity:.1e}, violation {r.violation:.1e}, compl. {r.complementarity:.1e}",
        f"work       {_work(result)}",
        f"time       {_time(result)}",
    ]
    return "\n".join(lines)


def as_json(result: Result, explanation: Explanation | None = None) -> str:
    """The result, and its explanation if there is one, as one JSON object; numbers that are not finite are null."""
    code = exit_code(result)
    content: dict[str, Any] = {
        "success": result.success,
        "exit_code": int(code),
        "stop": result.stop.name,
        "point": result.point.name,
        "message": result.message,
        "objective": result.f,
        **_named(result),
        "x": result.x,
        "y": result.y,
        "z": result.z,
        "residuals": asdict(result.residuals),
        "scaled_residuals": asdict(result.scaled_residuals),
        "counts": asdict(result.counts),
        "seconds": asdict(result.seconds),
        "notes": list(result.notes),
    }
    if explanation is not None:
        content["explanation"] = _explained(explanation)
    return json.dumps(plain(content), allow_nan=False, ensure_ascii=False)


def plain(value: Any) -> Any:
    """Arrays as lists, numbers that are not finite as None: what JSON can hold.

    Examples
    --------
    >>> plain({"x": np.array([1.0, np.inf])})
    {'x': [1.0, None]}
    """
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in cast("list[Any]", value)]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value


def _explained(explanation: Explanation) -> dict[str, Any]:
    findings = [{**vars(finding), "trouble": finding.trouble.name} for finding in explanation.findings]
    return {"summary": explanation.summary, "findings": findings, "omitted": explanation.omitted}


def _named(result: Result) -> dict[str, Any]:
    if result.view is not None:
        return {
            "variables": result.view.variables(result.x),
            "multipliers": result.view.multipliers(result.y, result.z),
        }
    if result.variable_names:
        return {
            "variables": dict(zip(result.variable_names, result.x.tolist(), strict=True)),
            "multipliers": dict(zip(result.constraint_names, result.y.tolist(), strict=True)),
        }
    return {}


def _work(result: Result) -> str:
    counted = {name.replace("_", " "): count for name, count in asdict(result.counts).items() if count}
    return ", ".join(f"{name} {count}" for name, count in counted.items())


def _time(result: Result) -> str:
    s = result.seconds
    parts = {"functions": s.functions, "derivatives": s.derivatives, "quadratic programs": s.qp, "other": s.other}
    return f"{s.total:.3g} s: " + ", ".join(f"{name} {part:.2g}" for name, part in parts.items())
