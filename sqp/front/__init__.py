"""What people call first: models that solve themselves, and ``solve`` for any problem."""
