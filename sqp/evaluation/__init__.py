"""The only caller of user functions: checks, counts and times them."""
