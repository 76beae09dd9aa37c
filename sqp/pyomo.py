"""Pyomo's door: ``sqp.pyomo.register()`` makes this package a solver of Pyomo, without a process of its own.

Loaded when ``sqp.pyomo`` is first used; Pyomo itself is imported by :func:`register` only.

>>> import sqp
>>> sqp.pyomo.register()
"""

from __future__ import annotations

from sqp.adapters.pyomo.register import register

__all__ = ["register"]
