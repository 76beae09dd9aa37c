"""The QP solvers of generated code, compiled for random programs and called through ctypes."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from string import Template

import numpy as np
import pytest
from numpy.typing import NDArray

from sqp.bounds import Bounds
from sqp.control.codegen.project import TEMPLATES, Formulation, GeneratorSettings
from sqp.qp.program import QuadraticProgram

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")
STRICT = ("-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-Wno-unused-function")
SOLVED, ROWS_INCONSISTENT = 0, 2

HARNESS = """
#include "kernel.h"
#include "kernel_internal.h"
#include "kernel_rows.h"
#include "kernel_trajectory.h"
#if CONDENSED
#include "kernel_condensed.h"
#else
#include "kernel_riccati.h"
#endif
#include "kernel_line_search.h"
#include "kernel_working_set.h"
static qp_t qp;
static work_t work;
void *kernel_program(void);
void *kernel_program(void) { return &qp; }
int kernel_run(const double *x0, int limit, int fresh, double *z, double *end, int *iterations);
int kernel_run(const double *x0, int limit, int fresh, double *z, double *end, int *iterations)
{
  int result;
  if (fresh)
    forget_qp(&work);
  prepare_qp(&qp, &work);
  result = solve_qp(&qp, &work, x0, limit);
  memcpy(z, iterate_of(&work)->z, sizeof(iterate_of(&work)->z));
  memcpy(end, iterate_of(&work)->terminal_x, sizeof(iterate_of(&work)->terminal_x));
  *iterations = work.iterations;
  return result;
}
"""


@dataclass(frozen=True)
class Size:
    stages: int
    states: int
    controls: int
    rows: int
    """Rows of a stage, the bounds of the controls among them."""
    end_rows: int


class Kernel:
    """One compiled solver; its program is a set of arrays that share the memory of the C struct."""

    def __init__(self, size: Size, formulation: Formulation, folder: Path, *flags: str) -> None:
        self.size = size
        words = {**GeneratorSettings(formulation=formulation).numbers(), "p": "kernel", "P": "KERNEL", "name": "kernel"}
        words |= {"stages": str(size.stages), "states": str(size.states), "controls": str(size.controls)}
        words |= {"parameters": "0", "shared": "0", "limits": "0", "exact": "0"}
        words |= {"rows": str(size.rows), "terminal_rows": str(size.end_rows)}
        for template in TEMPLATES.iterdir():
            if template.name.endswith(".h"):
                text = Template(template.read_text(encoding="utf-8")).substitute(words)
                (folder / template.name.replace("name", "kernel", 1)).write_text(text, encoding="utf-8")
        (folder / "kernel.c").write_text(HARNESS, encoding="utf-8")
        library = folder / "kernel.so"
        command = ["gcc", *STRICT, *flags, "-shared", "-fPIC", "-o", str(library), str(folder / "kernel.c"), "-lm"]
        subprocess.run(command, check=True)
        self._library = ctypes.CDLL(str(library))
        self._library.kernel_program.restype = ctypes.c_void_p
        self._lay_out()

    def _lay_out(self) -> None:
        n, nx, nz = self.size.stages, self.size.states, self.size.states + self.size.controls
        rows, end_rows = max(self.size.rows, 1), max(self.size.end_rows, 1)
        place = self._library.kernel_program()

        def array(*shape: int) -> NDArray[np.float64]:
            nonlocal place
            count = int(np.prod(shape))
            found = np.ctypeslib.as_array((ctypes.c_double * count).from_address(place)).reshape(shape)
            place += 8 * count
            return found

        self.F, self.b = array(n, nx, nz), array(n, nx)
        self.H, self.g, self.end_H, self.end_g = array(n, nz, nz), array(n, nz), array(nx, nx), array(nx)
        self.G, self.end_G = array(n, rows, nz), array(end_rows, nx)
        self.limits, self.end_limits = array(n, rows, 4), array(end_rows, 4)

    def solve(
        self, x0: NDArray[np.float64], *, limit: int = 100, fresh: bool = True
    ) -> tuple[int, NDArray[np.float64], int]:
        """What the solver says, [u_0, x_0, ..., x_N], and its Newton steps."""
        z = np.zeros((self.size.stages, self.size.states + self.size.controls))
        end, iterations = np.zeros(self.size.states), ctypes.c_int()
        pointers = [ctypes.c_void_p(array.ctypes.data) for array in (x0, z, end)]
        start, *results = pointers
        code = self._library.kernel_run(start, limit, int(fresh), *results, ctypes.byref(iterations))
        return code, np.concatenate((z.ravel(), end)), iterations.value

    def randomise(self, rng: np.random.Generator, *, soft: float = 0.0) -> None:
        """A stable system, a convex cost, unit limits on random rows of which a share is soft, and bounded controls."""
        nu, nx = self.size.controls, self.size.states
        for array in (self.F, self.b, self.g, self.end_g, self.G, self.end_G):
            array[:] = rng.normal(size=array.shape)
        self.F *= 0.3
        self.F[:, :, nu:] += 0.8 * np.eye(nx)
        self.b *= 0.1
        for k in range(self.size.stages):
            root = rng.normal(size=(nu + nx, nu + nx))
            self.H[k] = 0.1 * root @ root.T + np.diag([0.1] * nu + [0.01] * nx)
        root = rng.normal(size=(nx, nx))
        self.end_H[:] = root @ root.T
        for limits in (self.limits, self.end_limits):
            limits[..., 0], limits[..., 1], limits[..., 2], limits[..., 3] = -1.0, 1.0, np.inf, 0.0
        is_soft = rng.random(self.limits.shape[:2]) < soft
        self.limits[is_soft, 2] = rng.choice([0.1, 1.0, 5.0], size=is_soft.sum())
        self.limits[is_soft, 3] = rng.choice([0.5, 10.0], size=is_soft.sum())
        self.G[:, -nu:] = np.eye(nu, nu + nx)
        self.limits[:, -nu:] = [-0.5, 0.5, np.inf, 0.0]

    def program(self, x0: NDArray[np.float64]) -> QuadraticProgram:
        """The same as one program in [u_0, x_0, ..., x_N, slacks of soft rows]."""
        n, nx, nu = self.size.stages, self.size.states, self.size.controls
        nz = nx + nu
        soft = [tuple(index) for index in np.argwhere(np.isfinite(self.limits[..., 2]))]
        variables = n * nz + nx
        P = np.zeros((variables + len(soft),) * 2)
        q = np.zeros(variables + len(soft))
        rows: list[tuple[NDArray[np.float64], float, float]] = []

        def add(
            entries: NDArray[np.float64], first: int, low: float, high: float, slack: int = -1, sign: int = 0
        ) -> None:
            row = np.zeros(q.size)
            row[first : first + entries.size] = entries
            if sign:
                row[slack] = sign
            rows.append((row, low, high))

        for i in range(nx):
            add(np.eye(nx)[i], nu, x0[i], x0[i])
        for k in range(n):
            own = slice(k * nz, (k + 1) * nz)
            P[own, own], q[own] = self.H[k], self.g[k]
            following = (k + 1) * nz + (nu if k + 1 < n else 0)
            for i in range(nx):
                add(self.F[k, i], k * nz, -self.b[k, i], -self.b[k, i])
                rows[-1][0][following + i] -= 1.0
            for i in range(self.size.rows):
                low, high, linear, quadratic = self.limits[k, i]
                if (k, i) not in soft:
                    add(self.G[k, i], k * nz, low, high)
                    continue
                slack = variables + soft.index((k, i))
                q[slack], P[slack, slack] = linear, quadratic
                add(self.G[k, i], k * nz, low, np.inf, slack, 1)
                add(self.G[k, i], k * nz, -np.inf, high, slack, -1)
        P[n * nz : variables, n * nz : variables], q[n * nz : variables] = self.end_H, self.end_g
        for i in range(self.size.end_rows):
            add(self.end_G[i], n * nz, *self.end_limits[i, :2])
        A, low, high = (np.array(part) for part in zip(*rows, strict=True))
        least = np.concatenate((np.full(variables, -np.inf), np.zeros(len(soft))))
        return QuadraticProgram(P, q, A, Bounds(low, high), Bounds(least, np.full(q.size, np.inf)))
