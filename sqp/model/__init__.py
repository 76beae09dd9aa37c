"""What is to be solved: problems from expressions, callables and named models."""
