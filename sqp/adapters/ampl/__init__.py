"""AMPL's ``.nl`` models: reading, and the records that an answer in AMPL's format needs."""
