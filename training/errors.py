"""What can go wrong in training: one kind, told apart by its code; the app owns the words.

train.no_audio      the folder holds nothing that can be learnt from
train.silent        its recordings hold no speech
train.disk          a file of the run cannot be written, or one of the recordings cannot be read
train.no_encoder    the content encoder is missing
train.no_detector   the pitch model is missing
train.run_exists    the run folder belongs to another data set or other hyper-parameters
train.broken_run    a file of the run folder cannot be read
train.no_result     stopped before anything worth keeping was learnt
train.diverged      the losses are no longer numbers
train.no_torch      the libraries of training are not installed
train.died          a process of several ended by itself
train.start_shape   a start (`f0G*`) of another size
"""

from __future__ import annotations

from jobs.errors import CodedError


class TrainingError(CodedError):
    """An expected fault of training."""
