"""What there are several of: kinds of voice, pitch detectors, audio systems, inference runtimes. One record a kind, one line to add one.

These tables are read by settings, command line and window, which must load nothing heavy: a record names what opens it ("module:name"), and
that is loaded when it is first asked for.
"""
