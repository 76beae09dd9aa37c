"""Finds the strategies of a room by the parameters of their ``start``: a new one is covered without a line here."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from typing import Any


def strategies(room: Any, seam: Any) -> list[Any]:
    """Every settings class of a room that starts like its seam, with default settings."""
    wanted = [*inspect.signature(seam.start).parameters]
    found: list[Any] = []
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            start = getattr(kind, "start", None) if dataclasses.is_dataclass(kind) else None
            if kind.__module__ == module.name and start and [*inspect.signature(start).parameters] == wanted:
                found.append(kind())
    return found
