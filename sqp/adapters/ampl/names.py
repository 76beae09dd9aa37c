"""Names of variables and rows, which AMPL writes to ``.col`` and ``.row`` files beside the model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqp.errors import ReadError


@dataclass(frozen=True)
class Names:
    """Names in the order of the file; empty where the model was written without.

    Examples
    --------
    >>> Names(variables=("mass",)).variable(0), Names().variable(0)
    ('variable mass', 'variable 0')
    """

    variables: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()

    def variable(self, index: int) -> str:
        """The variable as a message calls it."""
        return f"variable {self.variables[index] if self.variables else index}"

    def constraint(self, index: int) -> str:
        """The constraint as a message calls it."""
        return f"constraint {self.constraints[index] if self.constraints else index}"


def read_names(path: Path, variables: int, constraints: int) -> Names:
    """The names beside the model ``path``, from the files that exist and are not empty.

    A ``.row`` file goes on with the names of the objectives; those are not kept.

    Raises
    ------
    ReadError
        If a file has some names, but fewer than the model needs.
    """
    return Names(_names(path.with_suffix(".col"), variables), _names(path.with_suffix(".row"), constraints))


def _names(path: Path, count: int) -> tuple[str, ...]:
    try:
        text = path.read_bytes()
    except OSError:
        return ()
    names = [line.strip() for line in text.decode("utf-8", "replace").splitlines()]
    if not names:
        return ()
    if len(names) < count:
        raise ReadError(f"{path}: expected {count} names, one a line, found {len(names)}")
    return tuple(names[:count])
