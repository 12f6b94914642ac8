"""What is wrong with a data set, found before hours are spent on it: each fault with the file and the place in it."""
