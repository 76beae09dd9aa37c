"""The house rules that a machine can count."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("sqp", "problems", "tests")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "tools", "manager"}

#: What has nothing to run: seams, abstract classes, enumerations, exceptions.
ABSTRACT = {"Protocol", "ABC", "Enum", "IntEnum"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first to the last, without the docstring."""
    first = function.body[0]
    is_docstring = ast.get_docstring(function, clean=False) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def documented_modules() -> Iterator[Path]:
    """The modules of the reference: what is public."""
    for page in sorted((ROOT / "docs" / "api").glob("*.md")):
        for name in re.findall(r"automodule:: (\S+)", page.read_text(encoding="utf-8")):
            yield ROOT / (name.replace(".", "/") + ".py")


def classes_without_example() -> Iterator[str]:
    for path in documented_modules():
        for node in tree(path).body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            bases = {ast.unparse(base).split("[")[0] for base in node.bases}
            made_by_start = node.name.endswith(("Run", "Session"))
            nothing_to_run = bases & ABSTRACT or any(base.endswith(("Error", "Exception", "Warning")) for base in bases)
            if not (nothing_to_run or made_by_start or ">>>" in (ast.get_docstring(node) or "")):
                yield f"{name_of(path)}: {node.name}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_function_is_longer_than_50_lines(path: Path) -> None:
    assert [f"{f.name}: {length(f)}" for f in functions(path) if length(f) > 50] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_median_file_has_at_most_150_lines(folder: str) -> None:
    lengths = [len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / folder).rglob("*.py")]
    assert median(lengths) <= 150


def test_no_room_is_called_after_what_is_left_over() -> None:
    assert [
        name_of(path)
        for path in FILES
        if LEFTOVERS & {part.lower() for part in path.relative_to(ROOT).with_suffix("").parts}
    ] == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in FILES if path.relative_to(ROOT).parts[0] in ("sqp", "problems")}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_public_class_has_an_example() -> None:
    assert list(classes_without_example()) == []


def test_length_does_not_count_the_docstring() -> None:
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert length(function) == 2
