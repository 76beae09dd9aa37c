"""Pyomo, in process and through the program; duals and reduced costs are derivatives of the optimal value."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np

import sqp
from tests.contracts.door import Array, Door, Ending, Report
from tests.contracts.door_cases import CASES, Case


class PyomoAlgebra:
    """Cases in Pyomo's functions."""

    @staticmethod
    def sum(v: Any) -> Any:
        return sum(v)

    @staticmethod
    def log(v: Any) -> Any:
        import pyomo.environ as pyo

        return pyo.log(v)


class PyomoInProcess(Door):
    """``SolverFactory("sqp")`` after ``sqp.pyomo.register()``."""

    needs = ("pyomo",)
    words: ClassVar[dict[Ending, Any]] = {
        Ending.SOLVED: "optimal",
        Ending.INFEASIBLE: "infeasible",
        Ending.UNBOUNDED: "unbounded",
        Ending.UNDEFINED: "error",
    }

    def run(self, m: Any, case: Case) -> str:
        """Solve, load what there is, and return the termination condition."""
        import pyomo.environ as pyo

        sqp.pyomo.register()
        return str(pyo.SolverFactory("sqp").solve(m).solver.termination_condition)

    def solve(self, case: Case) -> Report:
        import pyomo.environ as pyo

        m = model(case)
        word = self.run(m, case)
        x = np.array([pyo.value(v, exception=False) or np.nan for v in m.x.values()])
        f: Any = pyo.value(m.objective, exception=False) if word == "optimal" else np.nan
        prices = np.array([m.dual.get(row, np.nan) for row in m.rows.values()])
        return Report(x, f, word, prices, reduced_costs(m))


class PyomoExecutable(PyomoInProcess):
    """``SolverFactory("asl:sqp", executable=...)``."""

    words: ClassVar[dict[Ending, Any]] = {**PyomoInProcess.words, Ending.UNDEFINED: "internalSolverError"}

    def run(self, m: Any, case: Case) -> str:
        """The same through the program; what is only compared with needs no process of its own."""
        import pyomo.environ as pyo

        if case not in CASES:
            return super().run(m, case)
        with TemporaryDirectory() as folder:
            solver = pyo.SolverFactory("asl:sqp", executable=str(program(Path(folder))))
            found = solver.solve(m, load_solutions=False)
        if found.solver.status != "error":  # of which Pyomo loads no point
            m.solutions.load_from(found)
        return str(found.solver.termination_condition)


def model(case: Case) -> Any:
    """The case as a user of Pyomo would state it, with suffixes for what is to come back."""
    import pyomo.environ as pyo

    m: Any = pyo.ConcreteModel()
    sides = list(zip(case.lower.tolist(), case.upper.tolist(), strict=True))
    m.x = pyo.Var(range(case.n), bounds=lambda _, j: sides[j], initialize=dict(enumerate(case.start.tolist())))
    x = _Vector(m.x[j] for j in range(case.n))
    sense = pyo.minimize if case.sense > 0 else pyo.maximize
    m.objective = pyo.Objective(expr=case.objective(x, PyomoAlgebra), sense=sense)
    rows: Any = _constraints()
    m.rows = rows
    for row, low, high in zip(case.rows(x, PyomoAlgebra), case.row_lower, case.row_upper, strict=True):
        rows.add(expr=(float(low), row, float(high)) if low < high else row == float(low))
    for name in ("dual", "ipopt_zL_out", "ipopt_zU_out"):
        setattr(m, name, pyo.Suffix(direction=pyo.Suffix.IMPORT))
    return m


def _constraints() -> Any:
    import pyomo.environ as pyo

    return pyo.ConstraintList()


def reduced_costs(m: Any) -> Array:
    """As IPOPT's users of Pyomo have them: one suffix for either bound."""
    return np.array([m.ipopt_zL_out.get(v, 0.0) + m.ipopt_zU_out.get(v, 0.0) for v in m.x.values()])


def program(folder: Path, name: str = "sqp") -> Path:
    """The console script, as an installation would write it."""
    root = Path(sqp.__file__).parent.parent
    script = folder / name
    start = f"import sys; sys.path.insert(0, {str(root)!r}); from sqp.cli import main; main()"
    script.write_text(f"#!{sys.executable}\n{start}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


class _Vector(list[Any]):
    """Enough of a vector for the cases: slices of it are vectors, computed with entry by entry."""

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return _Vector(found) if isinstance(index, slice) else found

    def __sub__(self, other: Any) -> Any:
        parts = other if isinstance(other, _Vector) else [other] * len(self)
        return _Vector(a - b for a, b in zip(self, parts, strict=True))

    def __pow__(self, power: Any) -> Any:
        return _Vector(a**power for a in self)
