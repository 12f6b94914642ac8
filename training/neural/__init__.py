"""Makes the neural voices that come with the program: spoken data, exactly aligned pairs, a small decoder, the graphs that ship."""
