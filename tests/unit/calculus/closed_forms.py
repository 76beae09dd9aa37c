"""Functions whose first and second derivatives are known in closed form, at random well-conditioned points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import linalg

import sqp
from sqp.calculus.space import Array

RNG = np.random.default_rng(2024)


@dataclass(frozen=True, eq=False)
class ClosedForm:
    """f at x, and what f'(x)[d] and f''(x)[d, e] must be; ``draw`` makes random directions."""

    name: str
    f: Callable[..., Any]
    x: Any
    first: Callable[[Any], Any]
    second: Callable[[Any, Any], Any]
    draw: Callable[[], Any]


def regular(n: int) -> Array:
    """A random n x n matrix with singular values in [0.5, 2]."""
    left, right = (linalg.qr(RNG.standard_normal((n, n)))[0] for _ in range(2))
    return left @ np.diag(RNG.uniform(0.5, 2.0, n)) @ right


def symmetric(n: int) -> Array:
    S = RNG.standard_normal((n, n))
    return S + S.T


def definite(n: int) -> Array:
    left = linalg.qr(RNG.standard_normal((n, n)))[0]
    return left @ np.diag(RNG.uniform(0.5, 2.0, n)) @ left.T


def determinant(n: int) -> ClosedForm:
    A = regular(n)
    X, tr = np.linalg.inv(A), np.trace
    return ClosedForm(
        f"det {n}",
        sqp.det,
        A,
        lambda D: np.linalg.det(A) * tr(X @ D),
        lambda D, E: np.linalg.det(A) * (tr(X @ D) * tr(X @ E) - tr(X @ D @ X @ E)),
        lambda: RNG.standard_normal((n, n)),
    )


def inverse(n: int) -> ClosedForm:
    A = regular(n)
    X = np.linalg.inv(A)
    return ClosedForm(
        f"inverse {n}",
        sqp.inv,
        A,
        lambda D: -X @ D @ X,
        lambda D, E: X @ D @ X @ E @ X + X @ E @ X @ D @ X,
        lambda: RNG.standard_normal((n, n)),
    )


def log_determinant(n: int) -> ClosedForm:
    A = definite(n)
    X = np.linalg.inv(A)
    return ClosedForm(
        f"logdet {n}",
        sqp.logdet,
        A,
        lambda D: np.trace(X @ D),
        lambda D, E: -np.trace(X @ D @ X @ E),
        lambda: symmetric(n),
    )


def trace_of_quotient(n: int) -> ClosedForm:
    A, B = regular(n), RNG.standard_normal((n, n))
    X, tr = np.linalg.inv(A), np.trace

    def second(d: Any, e: Any) -> Any:
        (D, C), (E, F) = d, e
        return tr(X @ D @ X @ E @ X @ B + X @ E @ X @ D @ X @ B) - tr(X @ D @ X @ F) - tr(X @ E @ X @ C)

    return ClosedForm(
        f"trace of quotient {n}",
        lambda A, B: sqp.trace(sqp.linsolve(A, B)),
        (A, B),
        lambda d: tr(X @ d[1]) - tr(X @ d[0] @ X @ B),
        second,
        lambda: (RNG.standard_normal((n, n)), RNG.standard_normal((n, n))),
    )


def gram(rows: int, columns: int) -> ClosedForm:
    A = RNG.standard_normal((rows, columns))
    return ClosedForm(
        f"Gram {rows} x {columns}",
        lambda A: A.T @ A,
        A,
        lambda D: D.T @ A + A.T @ D,
        lambda D, E: D.T @ E + E.T @ D,
        lambda: RNG.standard_normal((rows, columns)),
    )


def residual_norm(rows: int, columns: int) -> ClosedForm:
    A, b, x = RNG.standard_normal((rows, columns)), RNG.standard_normal(rows), RNG.standard_normal(columns)
    r = A @ x - b
    size = np.linalg.norm(r)
    u = r / size
    return ClosedForm(
        f"norm of residual {rows} x {columns}",
        lambda x: sqp.norm(A @ x - b),
        x,
        lambda d: u @ (A @ d),
        lambda d, e: ((A @ d) @ (A @ e) - (u @ (A @ d)) * (u @ (A @ e))) / size,
        lambda: RNG.standard_normal(columns),
    )


def eigenvalue(n: int) -> ClosedForm:
    """The largest eigenvalue; eigenvalues differ by at least 0.5."""
    V = linalg.qr(RNG.standard_normal((n, n)))[0]
    spectrum = np.arange(n) + RNG.uniform(0.0, 0.5, n)
    A = V @ np.diag(spectrum) @ V.T
    v, others, gaps = V[:, -1], V[:, :-1], spectrum[-1] - spectrum[:-1]

    def bordered(z: Any, A: Any) -> Any:
        return sqp.stack(A @ z[:n] - z[n] * z[:n], (sqp.dot(z[:n], z[:n]) - 1) / 2)

    pair = sqp.implicit(bordered, np.append(v, spectrum[-1]))

    def second(D: Array, E: Array) -> Any:
        return ((v @ D @ others) * (others.T @ E @ v) + (v @ E @ others) * (others.T @ D @ v)) @ (1.0 / gaps)

    draw = lambda: symmetric(n)  # noqa: E731
    return ClosedForm(f"eigenvalue {n}", lambda A: pair(A)[n], A, lambda D: v @ D @ v, second, draw)


def exponential(A: Any, b: Any, *, parts: int, terms: int = 18) -> Any:
    """exp(A) b as the product of ``parts`` Taylor polynomials of exp(A / parts); needs |A| <= parts."""
    for _ in range(parts):
        term = total = b
        for k in range(1, terms + 1):
            term = A @ term / (k * parts)
            total = total + term
        b = total
    return b


def exponential_action(n: int) -> ClosedForm:
    A, b = regular(n), RNG.standard_normal(n)
    zero = np.zeros((n, n))

    def second(D: Array, E: Array) -> Any:
        block = np.block([[A, D, E, zero], [zero, A, zero, E], [zero, zero, A, D], [zero, zero, zero, A]])
        return linalg.expm(block)[:n, -n:] @ b

    return ClosedForm(
        f"exponential {n}",
        lambda A: exponential(A, b, parts=4),
        A,
        lambda D: linalg.expm(np.block([[A, D], [zero, A]]))[:n, n:] @ b,
        second,
        lambda: RNG.standard_normal((n, n)),
    )


def network(inputs: int, hidden: int, outputs: int, batch: int) -> ClosedForm:
    """Half the squared error of W2 tanh(W1 X + b1) + b2 against targets T, in all weights."""
    X, T, row = RNG.standard_normal((inputs, batch)), RNG.standard_normal((outputs, batch)), np.ones((1, batch))
    shapes = ((hidden, inputs), (hidden, 1), (outputs, hidden), (outputs, 1))
    draw = lambda: tuple(RNG.standard_normal(shape) for shape in shapes)  # noqa: E731
    W1, b1, W2, b2 = x = draw()
    h = np.tanh(W1 @ X + b1)
    r = W2 @ h + b2 - T

    def f(W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
        error = W2 @ sqp.tanh(W1 @ X + b1 @ row) + b2 @ row - T
        return sqp.dot(error, error) / 2

    def slopes(d: Any) -> tuple[Array, Array, Array]:
        D1, c1, D2, c2 = d
        du = D1 @ X + c1
        dh = (1 - h**2) * du
        return du, dh, D2 @ h + W2 @ dh + c2

    def second(d: Any, e: Any) -> Any:
        (du, dh, dy), (eu, eh, ey) = slopes(d), slopes(e)
        curved = d[2] @ eh + e[2] @ dh + W2 @ (-2 * h * (1 - h**2) * du * eu)
        return np.sum(dy * ey) + np.sum(r * curved)

    return ClosedForm("two-layer network", f, x, lambda d: np.sum(r * slopes(d)[2]), second, draw)


CASES = [
    *(determinant(n) for n in (2, 3, 5, 6, 12, 30)),
    *(inverse(n) for n in (2, 8, 12)),
    *(log_determinant(n) for n in (2, 8)),
    *(trace_of_quotient(n) for n in (2, 8)),
    gram(3, 4),
    gram(30, 20),
    residual_norm(30, 10),
    *(eigenvalue(n) for n in (2, 8)),
    *(exponential_action(n) for n in (2, 6)),
    network(inputs=3, hidden=5, outputs=2, batch=7),
]
