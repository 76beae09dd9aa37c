"""What each ingredient is worth: variants of the method on the same models, judged from the models alone.

    python benchmarks/ablations.py --data DIR --max-n 100 --seconds 4 --jobs 2 [variant ...]

Every model is read once and solved by every variant; a variant is compared with the first one on the models that both
solve.  Without ``--data`` the problem suite of the repository is used.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqp  # noqa: E402
from sqp.acceptance.augmented_lagrangian import AugmentedLagrangian  # noqa: E402
from sqp.acceptance.filter import Filter  # noqa: E402
from sqp.acceptance.funnel import Funnel  # noqa: E402
from sqp.acceptance.merit import L1Merit  # noqa: E402
from sqp.acceptance.steering import SteeredMerit  # noqa: E402
from sqp.algorithm.presets import snopt_like, wilson_han_powell  # noqa: E402
from sqp.hessian.bfgs import BFGS  # noqa: E402
from sqp.linalg.kkt import Correction  # noqa: E402
from sqp.model.problem import Problem  # noqa: E402
from sqp.qp.active_set import ActiveSet  # noqa: E402
from sqp.qp.cascade import Cascade  # noqa: E402
from sqp.qp.convexify import Convexify  # noqa: E402
from sqp.qp.daqp import DAQP  # noqa: E402
from sqp.qp.osqp import OSQP  # noqa: E402
from sqp.qp.piqp import PIQP  # noqa: E402
from sqp.step.line_search import LineSearch  # noqa: E402
from sqp.step.trust_region import TrustRegion  # noqa: E402
from sqp.step.watchdog import Watchdog  # noqa: E402
from tests import oracle  # noqa: E402

_ALONE = sqp.SQP(rescue=False)
_ACCEPTANCES = {
    "filter": Filter(),
    "funnel": Funnel(),
    "l1": L1Merit(),
    "l1, window of 5": L1Merit(memory=5),
    "l1 steered": SteeredMerit(),
    "augmented Lagrangian": AugmentedLagrangian(),
}
_STEPS = {"line search": LineSearch(), "trust region": TrustRegion(), "watchdog": Watchdog()}


def variants() -> dict[str, sqp.SQP]:
    """All variants by name; the first one is what the others are compared with."""
    found = {
        "default": sqp.SQP(),
        "no portfolio": _ALONE,
        "no second-order correction": replace(_ALONE, step=LineSearch(corrections=0)),
        "no scaling": replace(_ALONE, scaling=False),
        "restoration at once": replace(_ALONE, relax=False),
        "BFGS": replace(_ALONE, hessian=BFGS()),
        "BFGS with portfolio": sqp.SQP(hessian=BFGS()),
        "Wilson-Han-Powell": replace(wilson_han_powell(), rescue=False),
        "SNOPT-like": replace(snopt_like(), rescue=False),
    }
    found |= {
        f"{correction.name.lower()} eigenvalues": replace(_ALONE, convexify=Convexify(correction=correction))
        for correction in Correction
        if correction is not Convexify().correction
    }
    for backend in (ActiveSet(), OSQP(), DAQP(), PIQP()):
        found[f"{type(backend).__name__} alone"] = replace(_ALONE, qp=backend)
    augmented = Convexify(augment=True)
    found["OSQP alone, sparse Hessians augmented"] = replace(_ALONE, qp=OSQP(), convexify=augmented)
    for backend in (OSQP(), DAQP(), PIQP()):
        found[f"working set, then {type(backend).__name__}"] = replace(
            _ALONE, qp=Cascade(dense=(backend,), sparse=(backend,))
        )
    for step, control in _STEPS.items():
        for acceptance, test in _ACCEPTANCES.items():
            found[f"{acceptance}, {step}"] = replace(_ALONE, acceptance=test, step=control)
    return found


@dataclass(frozen=True)
class Row:
    """How one variant ended on one model."""

    model: str
    variant: str
    solved: bool
    exact: bool
    claim: str
    iterations: int
    evaluations: int
    ending: str


class _OutOfTimeError(BaseException):
    """Not an Exception, so that nothing on the way catches it."""


def _alarm(*_: object) -> None:
    raise _OutOfTimeError


def judged(model: str, problem: Problem, variant: str, settings: sqp.SQP, seconds: float) -> Row:
    """Solve and judge; a solve that does not keep its limit is ended and counts as not solved."""
    settings = replace(settings, limits=replace(settings.limits, seconds=seconds))
    signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, 3 * seconds + 2)
    try:
        result = settings.solve(problem)
    except _OutOfTimeError:
        return Row(model, variant, False, False, "", 0, 0, "did not stop in time")
    except Exception as error:  # noqa: BLE001 - a crash of one variant is a result
        return Row(model, variant, False, False, "", 0, 0, f"{type(error).__name__}: {error}")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    worst = oracle.residuals(problem, result.x, result.y, result.z).worst
    claim = oracle.false_claim(problem, result)
    ending = f"{result.stop.name}, {result.point.name}"
    evaluations = result.counts.objective
    return Row(model, variant, worst <= 1e-6, worst <= 1e-8, claim, result.iterations, evaluations, ending)


def job(build: Callable[[], Problem | None], *, model: str, names: tuple[str, ...], seconds: float) -> list[Row]:
    """All variants on one model; nothing if it is too large or cannot be read."""
    warnings.simplefilter("ignore")
    chosen = variants()
    problem = build()
    return [] if problem is None else [judged(model, problem, name, chosen[name], seconds) for name in names]


def of_file(path: Path, max_n: int) -> Problem | None:
    """An AMPL model, unless it has more variables or is not supported."""
    try:
        problem = sqp.read_nl(path)
    except sqp.SqpError as error:
        sys.stderr.write(f"{path.stem} is left out: {error}\n")
        return None
    return problem if problem.variable_bounds.size <= max_n else None


def of_case(name: str, max_n: int) -> Problem | None:
    """A problem of the suite, unless it has more variables."""
    from sqp_problems import catalogue

    problem = catalogue.cases(name=name)[0].build().problem()
    return problem if problem.variable_bounds.size <= max_n else None


def models(data: Path | None, max_n: int, every: int) -> Iterator[tuple[str, Callable[[], Problem | None]]]:
    """Names and builders of every ``every``-th model of the folder, or of the repository's suite."""
    if data is not None:
        for path in sorted(data.glob("*.nl"))[::every]:
            if header_size(path) <= max_n:
                yield path.stem, functools.partial(of_file, path, max_n)
        return
    from sqp_problems import catalogue

    for case in catalogue.cases()[::every]:
        yield case.name, functools.partial(of_case, case.name, max_n)


def header_size(path: Path) -> int:
    """The number of variables, which the second line of a .nl file begins with."""
    with path.open("rb") as file:
        file.readline()
        return int(file.readline().split()[0])


def table(rows: list[Row], names: tuple[str, ...]) -> Iterator[str]:
    """Lines of a Markdown table; ratios are geometric means over the models that both solve."""
    yield "| variant | solved | at 1e-8 | false claims | iterations | evaluations |"
    yield "|---|---|---|---|---|---|"
    found = {name: {row.model: row for row in rows if row.variant == name} for name in names}
    first = found[names[0]]
    for name, own in found.items():
        both = [(own[m], first[m]) for m in own if own[m].solved and m in first and first[m].solved]
        iterations = _mean_ratio([(a.iterations, b.iterations) for a, b in both])
        evaluations = _mean_ratio([(a.evaluations, b.evaluations) for a, b in both])
        solved, exact = sum(r.solved for r in own.values()), sum(r.exact for r in own.values())
        false = sum(bool(r.claim) for r in own.values())
        yield f"| {name} | {solved} | {exact} | {false} | {iterations:.2f} | {evaluations:.2f} |"


def _mean_ratio(pairs: list[tuple[int, int]]) -> float:
    """Geometric mean of (a + 1) / (b + 1)."""
    return math.exp(math.fsum(math.log((a + 1) / (b + 1)) for a, b in pairs) / len(pairs)) if pairs else math.nan


def arguments() -> argparse.Namespace:
    """The command line, with the first variant in front of those that were named."""
    known = tuple(variants())
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("variants", nargs="*", metavar="variant", help=f"any of: {'; '.join(known)}")
    parser.add_argument("--data", type=Path, help="folder of .nl models; the suite of the repository by default")
    parser.add_argument("--max-n", type=int, default=100, help="most variables")
    parser.add_argument("--every", type=int, default=1, help="take every k-th model only")
    parser.add_argument("--seconds", type=float, default=4.0, help="limit of one solve")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--out", type=Path, help="where to write every row as a line of JSON")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.variants if name not in known]
    if unknown:
        parser.error(f"unknown variant {unknown[0]!r}; there are: {'; '.join(known)}")
    chosen.variants = tuple(dict.fromkeys((known[0], *chosen.variants))) if chosen.variants else known
    return chosen


def main() -> None:
    """Solve, judge, print the table."""
    chosen = arguments()
    rows: list[Row] = []
    count = 0
    with multiprocessing.Pool(chosen.jobs, maxtasksperchild=40) as pool:
        settings = {"names": chosen.variants, "seconds": chosen.seconds}
        jobs = [
            pool.apply_async(job, (build,), {"model": name, **settings})
            for name, build in models(chosen.data, chosen.max_n, chosen.every)
        ]
        for waiting in jobs:
            new = waiting.get()
            rows += new
            count += bool(new)
            if chosen.out is not None:
                with chosen.out.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(asdict(row)) + "\n" for row in new)
    sys.stdout.write("\n".join((f"{count} models", "", *table(rows, chosen.variants), "")))


if __name__ == "__main__":
    main()
