"""Keys that work while another program has the focus: X11, Windows; elsewhere said as not available."""
