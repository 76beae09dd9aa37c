"""Expressions: tokens in prefix order become nodes of the tape, without recursion, so that no depth overflows."""

from __future__ import annotations

from typing import TypeAlias

from sqp.adapters.ampl.operators import OPERATORS, UNSUPPORTED, Operator
from sqp.adapters.ampl.stream import NUMBER, OPERATOR, TokenStream
from sqp.adapters.ampl.tape import Operation, Tape

#: An operator and its number of operands.
Call: TypeAlias = tuple[Operator, int]

#: A defined variable that the file has announced but not given yet.
UNDEFINED = -1


class ExpressionReader:
    """Reads expressions from a stream onto a tape.

    Parameters
    ----------
    stream : TokenStream
        Positioned by the caller at the start of an expression.
    tape : Tape
        Receives the nodes; its first nodes are the variables.
    defined : int
        Number of defined variables, which the file numbers after the variables.

    Attributes
    ----------
    nonsmooth : dict of str to None
        Names of the operators met so far that are not differentiable everywhere, in the order of appearance.
    """

    def __init__(self, stream: TokenStream, tape: Tape, defined: int) -> None:
        self.stream = stream
        self.tape = tape
        self.nonsmooth: dict[str, None] = {}
        self._known: dict[bytes, int | Call] = {}
        self._nodes = [*range(tape.variables), *[UNDEFINED] * defined]

    @property
    def size(self) -> int:
        """Number of variables and defined variables."""
        return len(self._nodes)

    def read(self) -> int:
        """The node of the expression that starts here."""
        raw, known = self.stream.raw, self._known
        items: list[int | Call] = []
        missing = 1
        while missing:
            token = raw()
            item = known.get(token)
            if item is None:
                item = self._item(token)
            items.append(item)
            missing += -1 if isinstance(item, int) else item[1] - 1
        return items[0] if len(items) == 1 and isinstance(items[0], int) else self._evaluated(items)

    def _evaluated(self, items: list[int | Call]) -> int:
        """The node of a whole expression; prefix order read backwards is postfix order, which needs but one stack."""
        apply, tape = self.tape.apply, self.tape
        stack: list[int] = []
        for item in reversed(items):
            if isinstance(item, int):
                stack.append(item)
                continue
            operator, arity = item
            code = operator.operation
            if not code:
                operands = stack[: -arity - 1 : -1]
                del stack[-arity:]
                stack.append(operator.build(tape, operands))
            elif arity == 1:
                stack[-1] = apply(code, stack[-1])
            else:
                left = stack.pop()
                stack[-1] = apply(code, left, stack[-1])
        return stack[0]

    def _item(self, raw: bytes) -> int | Call:
        """What a token stands for: the node of a number or variable, or an operator; most are met again."""
        kind, value = self.stream.parsed(raw)
        if kind == OPERATOR:
            call = self._call(int(value))
            if call[0].arity is not None:
                self._known[raw] = call
            return call
        item = self._known[raw] = self.tape.constant(value) if kind == NUMBER else self.variable(int(value))
        return item

    def variable(self, index: int) -> int:
        """The node of a variable or defined variable."""
        if not 0 <= index < len(self._nodes):
            raise self.stream.error(f"the index of a variable, from 0 to {len(self._nodes) - 1}", index)
        node = self._nodes[index]
        if node == UNDEFINED:
            raise self.stream.error("a defined variable only after its definition", f"v{index}")
        return node

    def define(self, index: int, indices: list[int], coefficients: list[float]) -> None:
        """Read the expression of defined variable ``index`` and add the linear terms given."""
        if not self.tape.variables <= index < len(self._nodes):
            last = len(self._nodes) - 1
            raise self.stream.error(f"the index of a defined variable, from {self.tape.variables} to {last}", index)
        if self._nodes[index] != UNDEFINED:
            raise self.stream.error("one definition of each defined variable", f"another one of v{index}")
        terms = [self.variable(i) for i in indices]
        scaled = [self._scaled(c, t) for c, t in zip(coefficients, terms, strict=True)]
        self._nodes[index] = self.tape.reduce(Operation.ADD, [self.read(), *scaled])

    def _scaled(self, coefficient: float, node: int) -> int:
        return node if coefficient == 1.0 else self.tape.apply(Operation.MUL, self.tape.constant(coefficient), node)

    def _call(self, opcode: int) -> Call:
        operator = OPERATORS.get(opcode)
        if operator is None:
            if opcode in UNSUPPORTED:
                raise self.stream.unsupported(f"uses {UNSUPPORTED[opcode]} (o{opcode}), which is not smooth")
            raise self.stream.error("an opcode of the format", f"o{opcode}")
        if not operator.smooth:
            self.nonsmooth[operator.name] = None
        if operator.arity is not None:
            return operator, operator.arity
        count = self.stream.operand_count()
        if count < 1:
            raise self.stream.error("at least one operand", count)
        return operator, count
