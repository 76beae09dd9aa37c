"""Cases from files of the Power Grid Library, with the objective that its table of baseline results states."""

from __future__ import annotations

from functools import partial
from math import nan
from pathlib import Path

import sqp
from sqp.algorithm.stop import PointKind
from sqp.errors import ReadError
from sqp_problems.case import Case
from sqp_problems.power.opf import opf

#: Columns of the table of baseline results: the name of the case, and the objective of the AC formulation.
_NAME, _AC = 0, 4


def case_from(path: Path, optimum: float = nan) -> Case:
    """A case of the suite from a MATPOWER file.

    Parameters
    ----------
    path : Path
    optimum : float
        The published objective, NaN if there is none.
    """
    build = partial(model_of, path)
    tags = frozenset({"power", "bounds", "equality", "inequality", "nonconvex"})
    source = "S. Babaeinejadsarookolaee et al., arXiv:1908.02788 (2019)"
    return Case(path.stem, build, optimum, nan, (), "OOR2-MN-V-V", source, tags, PointKind.KKT)


def cases_in(folder: Path, baseline: str = "BASELINE.md") -> list[Case]:
    """The cases of all ``.m`` files of a folder, the small ones first, with the optima that its baseline table states.

    Raises
    ------
    ReadError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise ReadError(f"{folder}: there is no such folder")
    table = folder / baseline
    optima = published(table) if table.is_file() else {}
    files = sorted(folder.glob("*.m"), key=lambda path: path.stat().st_size)
    return [case_from(path, optima.get(path.stem, nan)) for path in files]


def published(table: Path) -> dict[str, float]:
    """Case name -> objective of the AC formulation, from a table of baseline results in Markdown."""
    found: dict[str, float] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) > _AC and cells[_NAME].startswith("pglib_opf_"):
            try:
                found[cells[_NAME]] = float(cells[_AC])
            except ValueError:  # what was not solved has a dash
                continue
    return found


def model_of(path: Path) -> sqp.Model:
    """The model of the optimal power flow of a MATPOWER file."""
    return opf(path).model
