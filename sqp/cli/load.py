"""From a file name to a problem: AMPL models, and Python files that define a model or a problem."""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from sqp.errors import ReadError
from sqp.model.problem import Problem

#: Functions that are called, without arguments, to get the model; the first that a file defines counts.
FACTORIES = ("build", "model", "problem")


def load_problem(path: Path, name: str | None = None) -> Problem:
    """The problem that a file holds.

    A file that ends in ``.nl`` is an AMPL model.  Any other is run as Python, under a name that is not
    ``__main__``.  What it defines is chosen in this order: the object or function called ``name``, if one is asked
    for; a function ``build``, ``model`` or ``problem`` that needs no arguments; the only model or problem that the
    file assigns at its top level.

    Raises
    ------
    ReadError
        If the file is missing, fails when it is run, or does not define exactly one thing to solve.
    """
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    if path.suffix == ".nl":
        from sqp.adapters.ampl.read import read_nl

        return read_nl(path)
    if path.suffix != ".py":
        raise ReadError(f"{path}: expected an AMPL model (.nl) or a Python file (.py), found ending {path.suffix!r}")
    module = _run(path)
    return as_problem(_chosen(module, path, name), path)


def as_problem(candidate: object, path: Path) -> Problem:
    """A model's problem, or the object itself if it already is one."""
    to_problem: object = getattr(candidate, "problem", None)
    if callable(to_problem):
        with _explained(path):
            candidate = to_problem()
    if isinstance(candidate, Problem):
        return candidate
    raise ReadError(f"{path}: expected a model or a problem, found {type(candidate).__name__}")


def _run(path: Path) -> ModuleType:
    """Execute a Python file as a module; its folder is importable meanwhile and afterwards, as in a script."""
    spec = importlib.util.spec_from_file_location(f"_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ReadError(f"{path}: cannot be loaded as a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module
    sys.path.insert(0, str(path.resolve().parent))
    with _explained(path):
        spec.loader.exec_module(module)
    return module


def _chosen(module: ModuleType, path: Path, name: str | None) -> object:
    if name is not None:
        if not hasattr(module, name):
            raise ReadError(f"{path}: defines nothing called {name!r}")
        found: object = getattr(module, name)
        return _called(found, path) if inspect.isroutine(found) else found
    for factory in FACTORIES:
        function: object = getattr(module, factory, None)
        if inspect.isroutine(function) and _needs_nothing(function):
            return _called(function, path)
    return _only_candidate(module, path)


def _only_candidate(module: ModuleType, path: Path) -> object:
    found = {name: value for name, value in vars(module).items() if not name.startswith("_") and _solvable(value)}
    distinct = {id(value): value for value in found.values()}
    if len(distinct) == 1:
        return next(iter(distinct.values()))
    if found:
        raise ReadError(f"{path}: defines several problems ({', '.join(found)}): choose one with --name")
    raise ReadError(
        f"{path}: defines nothing to solve: expected a sqp.Model or a problem at its top level, or a function "
        f"{', '.join(FACTORIES[:-1])} or {FACTORIES[-1]} without arguments that returns one"
    )


def _solvable(value: object) -> bool:
    if inspect.isclass(value) or inspect.ismodule(value) or inspect.isroutine(value):
        return False
    is_model = callable(getattr(value, "problem", None)) and callable(getattr(value, "solve", None))
    return is_model or isinstance(value, Problem)


def _needs_nothing(function: Callable[..., object]) -> bool:
    parameters = inspect.signature(function).parameters.values()
    optional = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return all(p.default is not inspect.Parameter.empty or p.kind in optional for p in parameters)


def _called(function: object, path: Path) -> object:
    with _explained(path):
        return cast("Callable[[], Any]", function)()


@contextlib.contextmanager
def _explained(path: Path) -> Generator[None]:
    """Whatever the user's file raises becomes a ReadError that names the line."""
    try:
        yield
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
        line = frames[-1].lineno if frames else getattr(error, "lineno", None)
        where = f"{path}, line {line}" if line else str(path)
        raise ReadError(f"{where}: {type(error).__name__}: {error}") from error
