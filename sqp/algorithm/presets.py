"""Named combinations of strategies: well-known methods as choices of ingredients.

Each function returns settings, which ``dataclasses.replace`` can change further.
"""

from __future__ import annotations

from sqp.acceptance.augmented_lagrangian import AugmentedLagrangian
from sqp.acceptance.filter import Filter
from sqp.acceptance.funnel import Funnel
from sqp.acceptance.merit import L1Merit
from sqp.acceptance.steering import SteeredMerit
from sqp.algorithm.sqp import SQP
from sqp.hessian.bfgs import BFGS
from sqp.step.line_search import LineSearch
from sqp.step.trust_region import TrustRegion
from sqp.step.watchdog import Watchdog


def filter_line_search() -> SQP:
    """The default: a filter with backtracking, as in IPOPT's globalisation.

    >>> filter_line_search() == SQP()
    True
    """
    return SQP(acceptance=Filter(), step=LineSearch())


def filter_trust_region() -> SQP:
    """A filter with a trust region, as in filterSQP and Uno's preset of that name.

    >>> type(filter_trust_region().step).__name__
    'TrustRegion'
    """
    return SQP(acceptance=Filter(), step=TrustRegion())


def funnel_trust_region() -> SQP:
    """A funnel with a trust region, as in Uno's funnelSQP preset.

    >>> type(funnel_trust_region().acceptance).__name__
    'Funnel'
    """
    return SQP(acceptance=Funnel(), step=TrustRegion())


def l1_line_search() -> SQP:
    """The l1 merit function with exact Hessians and backtracking, as in Nocedal and Wright's Algorithm 18.3.

    >>> type(l1_line_search().acceptance).__name__
    'L1Merit'
    """
    return SQP(acceptance=L1Merit(), step=LineSearch())


def steered_trust_region() -> SQP:
    """The l1 merit function with a steered penalty and a trust region, after Byrd, Nocedal and Waltz.

    >>> type(steered_trust_region().acceptance).__name__
    'SteeredMerit'
    """
    return SQP(acceptance=SteeredMerit(), step=TrustRegion())


def watchdog_line_search() -> SQP:
    """A filter with a line search under a watchdog, as in IPOPT with its watchdog at work.

    >>> type(watchdog_line_search().step).__name__
    'Watchdog'
    """
    return SQP(acceptance=Filter(), step=Watchdog())


def wilson_han_powell() -> SQP:
    """The method of Wilson, Han and Powell, as in SLSQP: damped BFGS, l1 merit function, no second-order correction.

    >>> wilson_han_powell().step.corrections
    0
    """
    return SQP(hessian=BFGS(), acceptance=L1Merit(), step=LineSearch(corrections=0))


def snopt_like() -> SQP:
    """Quasi-Newton matrix and augmented Lagrangian merit function, as in NPSOL and SNOPT.

    >>> type(snopt_like().acceptance).__name__
    'AugmentedLagrangian'
    """
    return SQP(hessian=BFGS(), acceptance=AugmentedLagrangian(), step=LineSearch(corrections=0))
