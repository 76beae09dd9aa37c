"""Files of checkpoints: what is refused, and with which words; nothing in them is executed."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sqp
from sqp.algorithm.encoding import decoded, encoded
from sqp.algorithm.presets import funnel_trust_region, steered_trust_region
from sqp.errors import CheckpointError, OptionError, SqpWarning
from sqp.hessian.bfgs import BFGS
from sqp.step.line_search import LineSearch
from sqp.step.step import StepRun
from tests.unit.algorithm.small_problems import hs71, rosenbrock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The checkpoint of three iterations of HS71."""
    file = tmp_path / "hs71.npz"
    sqp.solve(hs71(), limits=sqp.Limits(iterations=3), checkpoint=sqp.Checkpoint(file))
    return file


def rewritten(path: Path, **changes: Any) -> None:
    with np.load(path) as file:
        arrays = dict(file)
    header = json.loads(str(arrays["header"])) | changes.pop("header", {})
    np.savez(path, allow_pickle=False, **(arrays | {"header": np.array(json.dumps(header))} | changes))


def test_the_file_is_for_everybody(path: Path) -> None:
    with np.load(path, allow_pickle=False) as file:
        assert file["x"].size == file["z"].size == 4
        assert file["y"].size == 2
    assert list(path.parent.iterdir()) == [path]  # no temporary file is left


def test_no_file() -> None:
    with pytest.raises(CheckpointError, match=r"nowhere\.npz: there is no such checkpoint"):
        sqp.resume("nowhere.npz", hs71())


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.99])
def test_a_truncated_file(path: Path, part: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(part * len(content))])
    with pytest.raises(CheckpointError, match="is no checkpoint, or is damaged"):
        sqp.resume(path, hs71())


@pytest.mark.parametrize("content", [b"x = 1\n", pickle.dumps({"x": 1}), np.zeros(3).tobytes()])
def test_a_file_of_another_kind(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="is no checkpoint, or is damaged"):
        sqp.resume(path, hs71())


def test_flipped_bits(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for position in range(200, len(content) - 200, len(content) // 40):
        damaged = content.copy()
        damaged[position] ^= 0x10
        path.write_bytes(damaged)
        try:
            result = sqp.resume(path, hs71(), limits=sqp.Limits())
        except CheckpointError:
            continue
        assert result.success  # the bit was one of padding


@pytest.mark.parametrize("header", [{"format": 0}, {"version": "0.0.1"}])
def test_another_version(path: Path, header: dict[str, Any]) -> None:
    rewritten(path, header=header)
    with pytest.raises(CheckpointError, match="another version may take other steps"):
        sqp.resume(path, hs71())


def test_missing_parts(path: Path) -> None:
    rewritten(path, **{"answers.sizes": np.zeros(1, np.int64)})
    with pytest.raises(CheckpointError, match="the sizes of the parts do not add up"):
        sqp.resume(path, hs71())


def test_another_problem(path: Path) -> None:
    with pytest.raises(CheckpointError, match="is of a problem with 4 variables, this has 2"):
        sqp.resume(path, rosenbrock())
    other: Any = hs71()
    other.variable_bounds = sqp.Bounds([1] * 4, [6] * 4)
    with pytest.raises(CheckpointError, match="same size with other bounds"):
        sqp.resume(path, other)


def test_another_function(path: Path) -> None:
    problem: Any = hs71()

    class Other:
        def __getattr__(self, name: str) -> Any:
            return getattr(problem, name)

        def gradient(self, x: Any, /) -> Any:
            return problem.gradient(x) + 1e-9

    with pytest.raises(CheckpointError, match="the gradient of this problem is another than that of the checkpoint"):
        sqp.resume(path, Other())  # pyright: ignore[reportArgumentType]


def test_another_path(path: Path) -> None:
    with np.load(path) as file:
        entries = file["answers.entries"]
    entries[-3, 1] += 1
    rewritten(path, **{"answers.entries": entries})
    with pytest.raises(CheckpointError, match=r"evaluation \d+ of \d+ in the checkpoint .* numpy.load\(path\)\['x'\]"):
        sqp.resume(path, hs71())


def test_other_settings(path: Path) -> None:
    with pytest.raises(CheckpointError, match="another setting of 'tolerance'"):
        sqp.resume(path, hs71(), method=sqp.SQP(tolerance=1e-7))
    with pytest.raises(CheckpointError, match="from another start"):
        sqp.solve(hs71(), [1, 5, 5, 2], checkpoint=sqp.Checkpoint(path, resume=True))


@dataclass(frozen=True)
class OwnStep:
    """A step control that is not of the package."""

    def start(self, size: float = 1.0) -> StepRun:
        return LineSearch().start(size)


def test_strategies_of_ones_own_are_given_again(tmp_path: Path) -> None:
    method, path = sqp.SQP(step=OwnStep(), limits=sqp.Limits(iterations=2)), tmp_path / "own.npz"
    method.solve(hs71(), checkpoint=sqp.Checkpoint(path))
    with pytest.raises(CheckpointError, match="give them again as method="):
        sqp.resume(path, hs71())
    result = sqp.resume(path, hs71(), method=method, limits=sqp.Limits())
    assert result.x.tobytes() == sqp.SQP(step=OwnStep()).solve(hs71()).x.tobytes()


def test_a_place_that_cannot_be_written_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"Checkpoint\.path: .* cannot be written"):
        sqp.solve(hs71(), checkpoint=sqp.Checkpoint(tmp_path / "no" / "such" / "folder.npz"))


def test_a_disk_that_fails_later_is_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "hs71.npz"

    def callback(record: Any) -> None:
        if record.iteration == 2:
            path.unlink()
            folder.rmdir()

    with pytest.warns(SqpWarning, match="could not be written"):
        result = sqp.solve(hs71(), callback=callback, checkpoint=sqp.Checkpoint(path, seconds=0))
    assert result.success


def test_it_is_saved_as_often_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "hs71.npz"
    saved: list[int] = []

    def callback(record: Any) -> None:
        with np.load(path) as file:
            saved.append(json.loads(str(file["header"]))["iterations"])

    sqp.solve(hs71(), callback=callback, checkpoint=sqp.Checkpoint(path, every=2, seconds=0))
    assert saved == [0, 0, 2, 2, 4]


@pytest.mark.parametrize("settings", [{"every": 0}, {"seconds": -1.0}, {"resume": 1}])
def test_settings_are_checked(settings: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=f"Checkpoint.{next(iter(settings))}"):
        sqp.Checkpoint("file.npz", **settings)


@pytest.mark.parametrize(
    "method",
    [sqp.SQP(), sqp.SQP(hessian=BFGS(), limits=sqp.Limits(seconds=3.0)), funnel_trust_region(), steered_trust_region()],
)
def test_settings_survive_as_plain_data(method: sqp.SQP) -> None:
    assert decoded(json.loads(json.dumps(encoded(method)))) == method


@pytest.mark.parametrize(
    "data",
    [
        {"class": "os.system", "fields": {}},
        {"class": "sqp.errors.SqpError", "fields": {}},
        {"class": "sqp.nowhere.Nothing", "fields": {}},
        {"class": "sqp.front.solve.solve", "fields": {}},
        {"member": "sqp.linalg.kkt.Correction", "name": "NONE"},
        {"unknown": 1},
    ],
)
def test_only_settings_of_the_package_are_made(data: dict[str, Any]) -> None:
    with pytest.raises(CheckpointError):
        decoded(data)
