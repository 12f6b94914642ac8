"""Files of other programs -> what our own voices are made of."""
