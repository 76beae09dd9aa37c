"""From a controller to a self-contained C99 project: :func:`sqp.control.codegen.generate`."""
