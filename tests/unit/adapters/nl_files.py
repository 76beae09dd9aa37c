"""Small ``.nl`` files for tests, stated by their parts, in the text and in the binary format."""

from __future__ import annotations

import struct
from typing import Literal

#: HS71 with a maximised objective, a defined variable, suffixes, starts and constants of all three kinds.
RICH_BODY = """\
S0 1 priority
2 7
S4 2 ipopt_zL_in
0 -0.5
3 1.5
S5 1 scaling_factor
1 0.1
V4 1 0
3 0.5
o0
v0
v1
C0
o2
o2
v0
v1
o2
v2
v3
C1
o54
4
o5
v0
s2
o77
v1
o5
v2
n2
o5
v3
l2
C2
n0
O0 1
o16
o2
v4
o0
v2
l70000
d2
0 0.55
1 -0.16
x3
0 1
1 5
2 5.5
r
2 25
4 40
0 -1 1e3
b
0 1 5
0 1 5
2 1
3
k3
2
5
8
J0 4
0 0
1 0
2 0
3 0
J1 4
0 0
1 0
2 0
3 0
J2 2
0 1
1 1.5
G0 2
2 -1
3 0
"""


def nl_text(
    body: str,
    *,
    variables: int,
    constraints: int = 0,
    objectives: int = 1,
    nonlinear: tuple[int, int] = (0, 0),
    entries: tuple[int, int] = (0, 0),
    defined: int = 0,
) -> str:
    """A file in the text format; ``nonlinear`` counts constraints and objectives, ``entries`` those of J and G."""
    header = [
        "g3 1 1 0\t# problem test",
        f" {variables} {constraints} {objectives} 0 0\t# vars, constraints, objectives, ranges, eqns",
        f" {nonlinear[0]} {nonlinear[1]}",
        " 0 0",
        f" {variables if nonlinear[0] else 0} {variables} {variables if nonlinear[0] else 0}",
        " 0 0 0 1",
        " 0 0 0 0 0",
        f" {entries[0]} {entries[1]}",
        " 0 0",
        f" {defined} 0 0 0 0",
    ]
    return "\n".join([*header, body])


def rich_text() -> str:
    """The text of the rich model: 4 variables, 3 rows, 1 defined variable."""
    return nl_text(RICH_BODY, variables=4, constraints=3, nonlinear=(2, 1), entries=(10, 2), defined=1)


def to_binary(text: str, order: Literal["<", ">"] = "<") -> bytes:
    """The same model in the binary format."""
    lines = text.splitlines()
    head = ["b" + lines[0][1:], *lines[1:5], f" 0 0 {1 if order == '<' else 2} 1", *lines[6:10]]
    out = bytearray("".join(line + "\n" for line in head).encode())
    body = iter(line.split() for line in lines[10:])
    sizes = [int(field) for field in lines[1].split()[:2]]

    def put(form: str, *values: float) -> None:
        out.extend(struct.pack(order + form, *values))

    def put_pairs(count: int, form: str = "id") -> None:
        for _ in range(count):
            index, value = next(body)
            put(form, int(index), float(value) if form == "id" else int(value))

    for first, *rest in body:
        letter, numbers = first[0], [first[1:], *rest]
        if letter.isdigit():
            put("i", int(first))
            continue
        out.extend(letter.encode())
        if letter == "S":
            put("iii", int(numbers[0]), int(numbers[1]), len(numbers[2]))
            out.extend(numbers[2].encode())
            put_pairs(int(numbers[1]), "id" if int(numbers[0]) & 4 else "ii")
        elif letter in "br":
            for _ in range(sizes[letter == "r"]):
                kind, *reals = next(body)
                out.extend(kind.encode())
                if kind == "5":
                    put("ii", *map(int, reals))
                else:
                    put("d" * len(reals), *map(float, reals))
        elif letter in "ns":
            put("d" if letter == "n" else "h", float(first[1:]) if letter == "n" else int(first[1:]))
        else:
            integers = [int(number) for number in numbers]
            put("i" * len(integers), *integers)
            if letter in "VJGxd":
                put_pairs(integers[0 if letter in "xd" else 1])
    return bytes(out)
