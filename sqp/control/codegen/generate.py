"""Write a model predictive controller as a self-contained C99 project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sqp.control.codegen.build import compiled
from sqp.control.codegen.controller import GeneratedController
from sqp.control.codegen.model import StageModel
from sqp.control.codegen.operations import Formulation, Operations, chosen
from sqp.control.codegen.project import GeneratorSettings, Real, project
from sqp.control.codegen.report import StaticReport, static_report
from sqp.control.codegen.vectors import closed_loop, vectors_text
from sqp.control.mpc import MPC
from sqp.control.mpc_settings import MPCSettings
from sqp.control.ocp import ControlStatement
from sqp.control.stages import Stages


@dataclass(frozen=True, eq=False)
class GeneratedProject:
    """A written project.

    Attributes
    ----------
    folder : Path
    name : str
        Prefix of everything visible.
    model : StageModel
    controller : MPCSettings
        Of the controller that it repeats.
    settings : GeneratorSettings
    operations : Operations
    sources : tuple of str
        Files of the controller itself.

    Examples
    --------
    >>> import tempfile
    >>> import sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("integrator", horizon=10)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    >>> ocp.next_state({x: x + u})
    >>> ocp.stage_squares(x)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sqp.control.generate(ocp, folder, vectors=1).sources
    ('integrator.c', 'integrator_model.c')
    """

    folder: Path
    name: str
    model: StageModel
    controller: MPCSettings
    settings: GeneratorSettings
    operations: Operations
    sources: tuple[str, ...]

    def build(self, *flags: str) -> Path:
        """Compile the shared library for this machine and return its path; "-O3" and "-march=native" by default.

        Raises
        ------
        NotCompiled
            If there is no C compiler or it refuses the code.
        """
        sources = [*self.sources, f"{self.name}_host.c"]
        return compiled(self.folder, self.name, flags or ("-O3", "-march=native"), sources, f"lib{self.name}.so")

    def load(self, *flags: str) -> GeneratedController:
        """Compile the library and return the controller in it, with the interface of :class:`sqp.control.MPC`."""
        real = np.float64 if self.settings.real is Real.DOUBLE else np.float32
        return GeneratedController(self.build(*flags), self.name, self.model.stages, self.controller, real)

    def self_test(self, *flags: str) -> Path:
        """Compile the program that compares the project with vectors from Python, and return its path."""
        sources = [*self.sources, f"{self.name}_selftest.c"]
        return compiled(self.folder, self.name, flags or ("-O2",), sources, "selftest")

    def report(self, level: str = "-O2") -> StaticReport:
        """Bytes, operations and symbols, found by compiling with ``level``; also written to report.md."""
        report = static_report(self.folder, self.name, self.sources, self.operations, level)
        (self.folder / "report.md").write_text(report.text(self.name), encoding="utf-8")
        return report


def generate(
    controller: MPC | ControlStatement | Stages,
    folder: str | Path,
    *,
    name: str | None = None,
    formulation: Formulation | None = None,
    real: Real = Real.DOUBLE,
    qp_iterations: int = 50,
    vectors: int = 20,
) -> GeneratedProject:
    """Write a controller as a C99 project that needs nothing but a C compiler.

    Parameters
    ----------
    controller : MPC, OptimalControlProblem or Stages
    folder : path
        Made if it is not there; files of earlier runs are replaced.
    name : str, optional
        Prefix of everything visible, an identifier of C; by default that of the problem.
    formulation : Formulation, optional
        By default condensed where that takes far fewer operations, else by recursion.
    real : Real
        Double or single precision.
    qp_iterations : int
        Most Newton steps in a QP; at least 1. It bounds the time of a step.
    vectors : int
        Steps of the closed loop that the self-test repeats; at least 1.

    Raises
    ------
    OptionError
        If the name is no identifier of C.
    ProblemError
        If an initial state is free, or there are terms of the start alone.

    Examples
    --------
    >>> import tempfile
    >>> import sqp, sqp.control
    >>> ocp = sqp.control.OptimalControlProblem("integrator", horizon=10, duration=1.0)
    >>> x, u = ocp.state("x", initial=1.0), ocp.control("u", lower=-1.0, upper=1.0)
    >>> ocp.derivatives({x: u})
    >>> ocp.stage_squares(sqp.stack([x, 0.1 * u]))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     project = generate(MPC(ocp), folder)
    ...     sorted(path.name for path in Path(folder).glob("*.c"))
    ['integrator.c', 'integrator_host.c', 'integrator_model.c', 'integrator_selftest.c', 'main.c']
    """
    mpc = controller if isinstance(controller, MPC) else MPC(controller)
    model = StageModel(mpc.stages, exact=mpc.settings.hessian.exact)
    prefix = _identifier(mpc.stages.name) if name is None else name
    first = float(mpc.stages.times[1] - mpc.stages.times[0])
    settings = GeneratorSettings(
        formulation=chosen(model) if formulation is None else formulation,
        real=real,
        tolerance=mpc.settings.tolerance or 1e-8,
        levenberg=mpc.settings.hessian.levenberg,
        fraction=1.0 if mpc.settings.rate is None else 1.0 / (mpc.settings.rate * first),
        floor=mpc.settings.hessian.floor,
        iterations=mpc.settings.iterations if mpc.settings.iterations > 1 else 50,
        qp_iterations=qp_iterations,
    )
    written = project(model, prefix, settings)
    loop = closed_loop(mpc.stages, mpc.settings, vectors)
    written.files[f"{prefix}_vectors.h"] = vectors_text(loop, prefix, f"{prefix}_real", settings.parity)
    path = Path(folder)
    written.write(path)
    operations = Operations.of(model, written.operations, settings.formulation)
    return GeneratedProject(path, prefix, model, mpc.settings, settings, operations, written.sources())


def _identifier(name: str) -> str:
    """The name of a problem as an identifier of C."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name).lower()
    return letters if letters[:1].isalpha() else f"controller_{letters}"
