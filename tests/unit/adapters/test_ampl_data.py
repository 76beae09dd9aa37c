"""Models of the CUTE and COPS collections are read as CasADi's own importer reads them, where it reads them right.

The collection lies beside the repository; it is not part of it.  ``benchmarks/nl_models.py`` compares all of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sqp.errors import UnsupportedError
from tests.unit.adapters.nl_comparison import compare, compare_with_differences, imported, read

COLLECTION = Path(__file__).resolve().parents[4] / "shared" / "data" / "nl"
SMALL = sorted(path for path in COLLECTION.glob("*.nl") if path.stat().st_size < 5_000)
LARGER = sorted(path for path in COLLECTION.glob("*.nl") if 5_000 <= path.stat().st_size < 200_000)

pytestmark = pytest.mark.skipif(not SMALL, reason="the collection of .nl models is not there (../shared/data/nl)")


@pytest.mark.parametrize("path", [*SMALL[::4], *LARGER[::12]], ids=lambda path: path.stem)
def test_values_and_derivatives_are_those_of_casadi(path: Path) -> None:
    try:
        problem = read(path)
    except UnsupportedError as error:
        pytest.skip(str(error).removeprefix(f"{path}: "))
    try:
        other = imported(path)
    except RuntimeError as error:
        pytest.skip(f"CasADi's importer: {str(error).strip().splitlines()[-1]}")
    if problem.info.byte_order is None:
        compare(problem, other)
    else:  # whose 4-byte integers CasADi 3.8 reads as 8 bytes
        compare_with_differences(problem)


@pytest.mark.parametrize("name", ["djtl", "dallass", "flosp2tl"])
def test_what_casadi_does_not_read_right_agrees_with_differences(name: str) -> None:
    """min/max lists, if-then-else, and binary files whose 4-byte integers CasADi 3.8 reads as 8 bytes."""
    compare_with_differences(read(COLLECTION / f"{name}.nl"))


def test_features_are_refused_by_name() -> None:
    with pytest.raises(UnsupportedError, match="the external function 'myerf'"):
        read(COLLECTION / "hs069.nl")
    with pytest.raises(UnsupportedError, match="6 variable"):
        read(COLLECTION / "ex9.1.6.nl")
