"""The loop, its settings, its residuals and its result."""
