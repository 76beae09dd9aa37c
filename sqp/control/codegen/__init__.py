"""From a controller to a self-contained C99 project and back: ``sqp.control.generate``."""
