"""RVC voices: data set -> check -> features -> generator and discriminators -> index -> voice file."""
