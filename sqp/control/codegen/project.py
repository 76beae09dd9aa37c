"""Write a controller as a C99 project: templates, model, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from pathlib import Path
from string import Template

from sqp.control.codegen.model import StageModel
from sqp.control.codegen.model_code import ModelCode
from sqp.control.codegen.operations import Formulation
from sqp.control.codegen.tables import initial_tables
from sqp.errors import OptionError
from sqp.settings import positive_real, whole_number

TEMPLATES = resources.files("sqp.control.codegen") / "templates"


class Real(Enum):
    """The numbers of the generated code."""

    DOUBLE = "double"
    FLOAT = "float"


@dataclass(frozen=True, kw_only=True)
class GeneratorSettings:
    """What can be chosen about generated code.

    Parameters
    ----------
    formulation : Formulation
    real : Real
    tolerance : float
        Largest last step of ``solve``; positive.
    levenberg : float
        Added to the diagonal of each stage's Hessian; not negative.
    fraction : float
        Length of a sample in intervals of the horizon; positive, and what exceeds 1 counts as 1.
    floor : float
        Least eigenvalue of an exact Hessian of a stage, relative to its largest; positive.
    iterations : int
        Most iterations of ``solve``; at least 1.
    qp_iterations : int
        Most Newton steps in a QP; at least 1.

    Examples
    --------
    >>> GeneratorSettings(real=Real.FLOAT).accuracy
    3e-05
    """

    formulation: Formulation = Formulation.RICCATI
    real: Real = Real.DOUBLE
    tolerance: float = 1e-8
    levenberg: float = 0.0
    fraction: float = 1.0
    floor: float = 1e-8
    iterations: int = 50
    qp_iterations: int = 50

    def __post_init__(self) -> None:
        positive_real("GeneratorSettings.tolerance", self.tolerance)
        positive_real("GeneratorSettings.fraction", self.fraction)
        positive_real("GeneratorSettings.floor", self.floor)
        whole_number("GeneratorSettings.iterations", self.iterations, least=1)
        whole_number("GeneratorSettings.qp_iterations", self.qp_iterations, least=1)
        if not 0.0 <= self.levenberg < float("inf"):
            raise OptionError(f"GeneratorSettings.levenberg must be finite and not negative, got {self.levenberg}")

    @property
    def accuracy(self) -> float:
        """Relative accuracy of the QPs."""
        return 1e-10 if self.real is Real.DOUBLE else 3e-5

    @property
    def parity(self) -> float:
        """What the self-test allows as difference from Python, relative."""
        return 1e-7 if self.real is Real.DOUBLE else 1e-2

    def numbers(self) -> dict[str, str]:
        """What the templates are told."""
        is_double = self.real is Real.DOUBLE
        return {
            "condensed": str(int(self.formulation is Formulation.CONDENSED)),
            "real": self.real.value,
            "root": "sqrt" if is_double else "sqrtf",
            "rounding": "2.3e-16" if is_double else "1.2e-7",
            "accuracy": repr(self.accuracy),
            "soft": "1e2" if is_double else "1",
            "hard": "1e6" if is_double else "1e2",
            "hardest": "1e9" if is_double else "1e4",
            "floor": repr(self.floor),
            "whole": str(int(abs(self.fraction - 1.0) < 1e-9)),
            "fraction": repr(1.0 if abs(self.fraction - 1.0) < 1e-9 else min(self.fraction, 1.0)),
            "tolerance": repr(self.tolerance),
            "levenberg": repr(self.levenberg),
            "iteration_limit": str(self.iterations),
            "qp_iteration_limit": str(self.qp_iterations),
        }


@dataclass(frozen=True, eq=False)
class Project:
    """The files of a project by name, before they are written, and the operations of its model's functions.

    Examples
    --------
    >>> Project("cart", {"cart.c": "", "cart_model.c": "", "main.c": ""}, {}).sources()
    ('cart.c', 'cart_model.c')
    """

    name: str
    files: dict[str, str]
    operations: dict[str, int]

    def sources(self) -> tuple[str, ...]:
        """Of the controller itself."""
        own = (f"{self.name}.c", f"{self.name}_model.c", f"{self.name}_casadi.c")
        return tuple(source for source in own if source in self.files)

    def write(self, folder: Path) -> None:
        """Write all files into a folder, which is made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")


def project(model: StageModel, name: str, settings: GeneratorSettings) -> Project:
    """All files of a controller called ``name``, which is the prefix of everything visible.

    Raises
    ------
    OptionError
        If the name is no identifier of C.
    """
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]*", name):
        raise OptionError(f"name must be an identifier of C, got {name!r}")
    real = settings.real.value
    code = ModelCode.of(model, name, real)
    words = {**settings.numbers(), **_sizes(model), "p": name, "P": name.upper(), "name": name}
    files = {f"{name}_model.c": code.text, f"{name}_data.h": _data(model, name, real)}
    words["casadi_object"] = f" {name}_casadi.o" if code.by_casadi else ""
    words["casadi_source"] = f" {name}_casadi.c" if code.by_casadi else ""
    if code.by_casadi:
        files[f"{name}_casadi.c"] = code.by_casadi
    unused = {Formulation.RICCATI: "name_condensed.h", Formulation.CONDENSED: "name_riccati.h"}[settings.formulation]
    for template in TEMPLATES.iterdir():
        if template.name == unused or (template.name == "name_convexify.h" and not model.exact):
            continue
        text = template.read_text(encoding="utf-8")
        files[template.name.replace("name", name, 1)] = Template(text).substitute(words)
    return Project(name, files, code.operations)


def _sizes(model: StageModel) -> dict[str, str]:
    stages = model.stages
    sizes = {
        "stages": stages.horizon,
        "states": stages.nx,
        "controls": stages.nu,
        "parameters": stages.np,
        "shared": stages.ng,
        "limits": model.limits,
        "rows": model.rows,
        "terminal_rows": model.terminal_limits,
        "exact": int(model.exact),
    }
    return {name: str(size) for name, size in sizes.items()}


def _data(model: StageModel, name: str, real: str) -> str:
    guard = f"{name.upper()}_DATA_H"
    text = initial_tables(model, name, real)
    return f"/* {name}: where the controller starts. */\n#ifndef {guard}\n#define {guard}\n\n{text}\n\n#endif\n"
