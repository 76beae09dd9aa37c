"""CVXPY's door: ``sqp.cvxpy.register()`` makes this package a solver of CVXPY.

Loaded when ``sqp.cvxpy`` is first used; CVXPY itself is imported by :func:`register` only.

>>> import sqp
>>> sqp.cvxpy.register()
"""

from __future__ import annotations

from sqp.adapters.cvxpy.register import register, unregister

__all__ = ["register", "unregister"]
