"""Derivatives as maps: f'(x) is a linear map, f''(x) a symmetric bilinear map, and both are objects."""
