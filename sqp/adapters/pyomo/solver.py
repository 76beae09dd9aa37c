"""A Pyomo solver in process: Pyomo writes the model as a ``.nl`` file, and loads the answer as it loads a program's."""

# pyright: reportMissingImports=false, reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUntypedBaseClass=false
# pyright: reportUnknownParameterType=false, reportAttributeAccessIssue=false
from __future__ import annotations

import datetime as dt
import io
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from pyomo.common.errors import InfeasibleConstraintException
from pyomo.common.tee import TeeStream
from pyomo.contrib.solver.common.base import Availability, LegacySolverWrapper, SolverBase
from pyomo.contrib.solver.common.config import SolverConfig
from pyomo.contrib.solver.common.results import Results, SolutionStatus, TerminationCondition
from pyomo.contrib.solver.common.solution_loader import NoSolutionSolutionLoader
from pyomo.contrib.solver.common.util import NoOptimalSolutionError, NoSolutionError
from pyomo.contrib.solver.solvers.asl_sol_reader import ASLSolFileData, ASLSolFileSolutionLoader
from pyomo.core.staleflag import StaleFlagManager
from pyomo.repn.plugins.nl_writer import NLWriter

from sqp.adapters.ampl.answer import Answer, answer_to
from sqp.adapters.ampl.options import KEYWORDS
from sqp.adapters.ampl.read import read_nl
from sqp.adapters.ampl.service import solved
from sqp.adapters.options import settings_of
from sqp.adapters.pyomo.status import condition, solution_status
from sqp.algorithm.result import Result
from sqp.errors import ContradictionError, SqpWarning
from sqp.report.plain import PlainLog

#: Words of other solvers for settings that are numbers.
_ALIASES = {word: keyword.setting for word, keyword in KEYWORDS.items() if keyword.read in (int, float)}
_NO_SOLUTION = "There is no point to load."


class SQPConfig(SolverConfig):
    """Pyomo's common options, and those of its writer of ``.nl`` files.

    The writer's own presolve is off, since Pyomo has no multipliers for what it takes out.
    """

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.writer_config = self.declare("writer_config", NLWriter.CONFIG())
        self.writer_config.linear_presolve = False


class SQPSolver(SolverBase):
    """The solver as ``pyomo.contrib.solver`` calls it; ``solver_options`` are settings of :class:`sqp.SQP` by name."""

    CONFIG: ClassVar[Any] = SQPConfig()

    def available(self) -> Any:
        return Availability.FullLicense

    def version(self) -> tuple[int, ...]:
        return tuple(int(part) for part in version("sqp-framework").split(".")[:3] if part.isdigit())

    def solve(self, model: Any, **arguments: Any) -> Any:
        """Solve a model; the arguments are those of every solver of Pyomo.

        Raises
        ------
        NoOptimalSolutionError, NoSolutionError
            As Pyomo asks for by ``raise_exception_on_nonoptimal_result`` and ``load_solutions``.
        sqp.errors.UnsupportedError, sqp.errors.OptionError
            If the model has integers or other things that are not smooth, or an option does not exist.
        """
        begin = time.perf_counter()
        own: Any = self.config
        config, results = own(value=arguments, preserve_implicit=True), _results()
        results.timing_info.start_timestamp = dt.datetime.now(dt.UTC)
        results.solver_name, results.solver_version, results.solver_config = self.name, self.version(), config
        StaleFlagManager.mark_all_as_stale()
        try:
            self._run(model, config, results)
        except (InfeasibleConstraintException, ContradictionError) as error:
            _without_solution(results, model, TerminationCondition.provenInfeasible, str(error))
        results.timing_info.wall_time = time.perf_counter() - begin
        if config.raise_exception_on_nonoptimal_result and results.solution_status != SolutionStatus.optimal:
            raise NoOptimalSolutionError(results.extra_info.solver_message)
        if config.load_solutions:
            if results.solution_status == SolutionStatus.noSolution:
                raise NoSolutionError(results.extra_info.solver_message)
            results.solution_loader.load_solution()
        return results

    def _run(self, model: Any, config: Any, results: Any) -> None:
        with TemporaryDirectory() as scratch:
            path = Path(config.working_dir or scratch) / "model.nl"
            info = _written(model, path, config)
            if not info.variables:
                _without_solution(results, model, TerminationCondition.emptyModel, "There is no variable to choose.")
                return
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SqpWarning)  # the answer's message says the same
                problem = read_nl(path)
        options = dict(config.solver_options.value())
        if config.time_limit is not None:
            options["seconds"] = config.time_limit
        shown = io.StringIO()
        streams: Any = TeeStream(shown, *config.tee)
        with streams as tee:
            result = solved(problem, settings_of(options, aliases=_ALIASES), PlainLog(tee.STDOUT))
        answer = answer_to(problem, result, "SQP")
        results.solver_log = shown.getvalue()
        results.termination_condition = condition(answer.code)
        results.solution_status = solution_status(result)
        results.solution_loader = ASLSolFileSolutionLoader(_data(answer, result), info, model)
        results.extra_info.solver_message = answer.message
        results.extra_info.iteration_count = result.iterations
        if results.solution_status in (SolutionStatus.optimal, SolutionStatus.feasible):
            scaling = info.scaling.objectives if info.scaling else None
            results.incumbent_objective = result.f / (scaling[0] if scaling else 1.0)


class LegacySQP(LegacySolverWrapper, SQPSolver):  # pyright: ignore[reportIncompatibleMethodOverride]
    """The solver as ``pyomo.environ`` calls it."""


def _results() -> Any:
    return Results()


def _written(model: Any, path: Path, config: Any) -> Any:
    with (
        path.open("w", encoding="utf-8", newline="\n") as file,
        path.with_suffix(".row").open("w", encoding="utf-8") as rows,
        path.with_suffix(".col").open("w", encoding="utf-8") as columns,
    ):
        labels = config.symbolic_solver_labels
        return NLWriter().write(model, file, rows, columns, config=config.writer_config, symbolic_solver_labels=labels)


def _data(answer: Answer, result: Result) -> Any:
    """The answer as Pyomo's reader of answer files would hold it, and the reduced costs."""
    data = ASLSolFileData()
    data.message, data.solve_code, data.objno = answer.message, int(answer.code), answer.objective
    data.primals = result.x.tolist()
    data.duals = [] if answer.y is None else answer.y.tolist()
    for suffix in answer.suffixes:
        values = dict(zip(suffix.indices.tolist(), suffix.values.tolist(), strict=True))
        home = data.var_suffixes if suffix.kind == "variable" else data.con_suffixes
        home[suffix.name] = values
    parts = (data.var_suffixes.get(name, {}) for name in ("ipopt_zL_out", "ipopt_zU_out"))
    lower, upper = parts
    if answer.y is not None:
        costs = {j: lower.get(j, 0.0) + upper.get(j, 0.0) for j in range(result.x.size)}
        data.var_suffixes["rc"] = costs
    return data


def _without_solution(results: Any, model: Any, why: Any, message: str) -> None:
    results.termination_condition = why
    results.solution_status = SolutionStatus.noSolution
    results.solution_loader = NoSolutionSolutionLoader(model, _NO_SOLUTION)
    results.extra_info.solver_message = message
