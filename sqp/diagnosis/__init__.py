"""What is wrong with a problem at a point, said in the names of the model."""
