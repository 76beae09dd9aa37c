"""From a ``.nl`` file to an answer, whatever happens: a host of solvers expects one and nothing else."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from sqp.adapters.ampl.answer import Answer, answer_to
from sqp.adapters.ampl.codes import SolveCode
from sqp.adapters.ampl.header import LINES, header_end, parse_header
from sqp.adapters.ampl.problem import AmplProblem
from sqp.adapters.ampl.read import read_nl
from sqp.adapters.options import settings_of
from sqp.algorithm.journal import Callback
from sqp.algorithm.options import choose_hessian, noted
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.errors import ContradictionError, OptionError, ReadError, SqpError, SqpWarning


def answered(
    path: Path, settings: Mapping[str, Any], *, objective: int | None = 0, callback: Callback | None = None, title: str
) -> Answer:
    """Solve the model in a file; mistakes in the file or the settings become an answer that names them.

    Parameters
    ----------
    path : Path
    settings : mapping
        Fields of :class:`SQP` and of :class:`~sqp.algorithm.limits.Limits` by name.
    objective : int or None
        Which objective to optimise, counted from 0; None asks for a feasible point.
    callback : callable, optional
        Called with the record of each iteration.
    title : str
        How messages begin: the name of the solver.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SqpWarning)  # the notes of the problem say the same
            problem = read_nl(path, objective=objective)
        return answer_to(problem, solved(problem, settings, callback), title)
    except KeyboardInterrupt:
        return refusal(path, SolveCode.INTERRUPTED, f"{title}: interrupted before the first iteration")
    except ContradictionError as error:
        return refusal(path, SolveCode.INFEASIBLE, f"{title}: {error}")
    except ReadError as error:
        return refusal(path, SolveCode.BAD_MODEL, f"{title}: {error}")
    except OptionError as error:
        return refusal(path, SolveCode.BAD_OPTION, f"{title}: {error}")
    except (SqpError, MemoryError) as error:
        return refusal(path, SolveCode.UNEXPECTED, f"{title}: {type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001 - the host waits for an answer, whatever is wrong
        with suppress(OSError):  # nobody may be there to read it
            traceback.print_exc()
        return refusal(path, SolveCode.UNEXPECTED, f"{title}: unexpected {type(error).__name__}: {error}")


def solved(problem: AmplProblem, settings: Mapping[str, Any], callback: Callback | None = None) -> Result:
    """Solve from the file's start; multipliers are started from if one of them is not zero.

    Raises
    ------
    OptionError
        If a setting is unknown or out of range.
    """
    chosen = settings_of(settings)
    notes = choose_hessian(chosen, problem, None)
    method = SQP(**chosen)
    y, z = problem.dual_start, problem.bound_dual_start
    if not any(part is not None and part.any() for part in (y, z)):
        return noted(method.solve(problem, callback=callback), notes)
    y = np.zeros(problem.constraint_bounds.size) if y is None else y
    return noted(method.solve(problem, y0=y, z0=z, callback=callback), notes)


def refusal(path: Path, code: SolveCode, message: str) -> Answer:
    """An answer without values; sizes and options are those of the file's header if that can be read."""
    with suppress(OSError, ReadError):
        data = path.read_bytes()
        header = parse_header(path, data[: header_end(data)].splitlines()[:LINES])
        return Answer(
            message=message,
            code=code,
            rows=header["constraints"],
            variables=header["variables"],
            options=header.options,
            bound_tolerance=header.bound_tolerance,
            byte_order=header.byte_order if header.binary else None,
        )
    return Answer(message=message, code=code, rows=0, variables=0)
