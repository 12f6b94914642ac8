"""Every kind of long work that the window leaves to a child process, by the record that asks for it."""

from __future__ import annotations

from app.jobs.add_model import ADD_MODEL
from app.jobs.fetch_model import FETCH_MODEL
from app.jobs.find_processors import FIND_PROCESSORS
from app.jobs.gpu import ADD_GPU, REMOVE_GPU
from app.jobs.import_voice import IMPORT_VOICE
from jobs.kind import Registry

LIBRARY_JOBS = Registry(IMPORT_VOICE, FETCH_MODEL, ADD_MODEL, FIND_PROCESSORS, ADD_GPU, REMOVE_GPU)
