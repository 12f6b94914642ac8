"""The studio on songs made here: sung by the built-in speech on a melody that is known, with chords and drums."""
