import jobs  # noqa: F401 - what it says to the libraries comes before anything loads them
