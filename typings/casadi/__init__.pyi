# CasADi's Python module is generated and carries no types; inferring them from its 70 000 lines takes minutes.
from typing import Any

def __getattr__(name: str) -> Any: ...
