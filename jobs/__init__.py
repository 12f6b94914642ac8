"""What every long work shares: how it says where it is, how it ends, how it is stopped, and how a child process runs it.

errors.py      CodedError, the base of every expected fault; WorkCancelled
context.py     JobContext: what the function that does the work is given
kind.py        JobKind: name, what it is asked with, what it gives, the function; Registry of kinds
events.py      what travels: started, progress, update, result, failed, cancelled
running.py     RunningJob: one job in a thread of its own
wire.py        events and requests as lines of JSON
serve.py       the child's side: requests on standard input, events on standard output
streams.py     standard streams of such a child
lines.py       a child process that speaks lines, and how it is stopped
child.py       the parent's side of a child that runs jobs
"""

import os

# ONNX Runtime keeps a mark of the device and would report how it is used; it asks for this when it is loaded. Every part of the program
# stands on this package, so that it is set before. Whoever wants to be counted sets it to 0.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
