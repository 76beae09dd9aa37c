"""The model of a controller in C: its stage functions as scalar code."""

from __future__ import annotations

from dataclasses import dataclass

from sqp.control.codegen.casadi_code import casadi_functions, is_plain, wrapper
from sqp.control.codegen.model import StageModel
from sqp.control.codegen.scalar_code import ScalarCode


@dataclass(frozen=True)
class ModelCode:
    """The C text of all functions of a stage, that of functions that CasADi writes (or none), and their operations.

    Examples
    --------
    >>> import sqp, sqp.control
    >>> ocp = sqp.control.OptimalControlProblem(horizon=3)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u")
    >>> ocp.next_state({x: 3 * x + u})
    >>> ocp.stage_squares(u)
    >>> code = ModelCode.of(StageModel(ocp.stages()), "demo", "double")
    >>> code.operations["next"]
    2
    """

    text: str
    by_casadi: str
    operations: dict[str, int]

    @classmethod
    def of(cls, model: StageModel, prefix: str, real: str) -> ModelCode:
        """Write the functions that <prefix>_model.h declares."""
        x, u, p, s = model.symbols
        stage, end = [x, u, p, s], [x, p, s]
        plan = {
            "next": (stage, model.next),
            "stage": (stage, model.stage),
            "stage_values": (stage, model.stage_values),
            "terminal": (end, model.terminal),
            "terminal_values": (end, model.terminal_values),
        }
        if model.exact:
            y, a, y_end = model.multipliers
            plan["stage_hessian"] = ([*stage, y, a], model.stage_hessian)
            plan["terminal_hessian"] = ([*end, y_end], model.terminal_hessian)
        foreign = {name: part for name, part in plan.items() if not is_plain(*part)}
        codes = {
            name: ScalarCode.of(f"{prefix}_model_{name}", arguments, outputs, f"{prefix}_real", real)
            for name, (arguments, outputs) in plan.items()
            if name not in foreign
        }
        operations = {name: code.operations for name, code in codes.items()}
        texts = [code.text for code in codes.values()]
        by_casadi = ""
        if foreign:
            by_casadi, counts = casadi_functions(foreign, prefix, real)
            operations |= counts
            texts += [wrapper(name, part, prefix) for name, part in foreign.items()]
        head = [f"/* {prefix}: the functions of one stage, written by sqp. */", "#include <math.h>"]
        head.append(f'#include "{prefix}_model.h"')
        return cls("\n".join([*head, *("\n" + text for text in texts)]) + "\n", by_casadi, operations)
