"""Other people's doors: each converts in, calls, converts out."""
