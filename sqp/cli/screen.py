"""Standard output as long as somebody reads it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import final


@final
class Screen:
    """What a host may show to its user; if the host has closed it, or stops to read, the rest is dropped.

    The answer file is what matters to a host, so nothing that happens here may keep the program from writing it.

    Examples
    --------
    >>> screen = Screen()
    >>> screen.write("solved")
    solved
    """

    def __init__(self) -> None:
        self._gone = sys.stdout is None

    def write(self, text: str, /) -> None:
        """Show some text at once."""
        if self._gone:
            return
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError:
            self._gone = True
            with suppress(OSError):  # what is still buffered would fail again at the exit
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def flush(self) -> None:
        """Nothing is kept back."""
