"""Nonlinear programs with known solutions, one readable file each, in families; installed as ``sqp_problems``.

>>> from sqp_problems import catalogue
>>> [case] = catalogue.cases(name="HS71")
>>> case.optimum
17.01401728916
"""
