"""Take out of a problem what needs no iteration: fixed variables, constant rows, rows that are bounds."""
