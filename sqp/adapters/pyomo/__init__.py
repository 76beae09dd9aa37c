"""Pyomo's solver interface, in process."""
