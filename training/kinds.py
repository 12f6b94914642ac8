"""The jobs that `python -m training` runs. Loads nothing heavy before one runs.

check-data-set   a folder of recordings -> what is wrong with it
plan-training    a folder and wishes -> how much there is to do and how long it takes here
train-voice      a folder and wishes -> a voice in the library
"""

from __future__ import annotations

from jobs.context import JobContext
from jobs.kind import JobKind, Registry
from training.findings import Checked
from training.messages import CheckDataSet, PlanTraining, Trained, TrainingNews, TrainingPlan, TrainVoice


def _check(request: CheckDataSet, context: JobContext) -> Checked:
    from training.rvc.job import check

    return check(request, context)


def _plan(request: PlanTraining, context: JobContext) -> TrainingPlan:
    from training.rvc.job import plan

    return plan(request, context)


def _train(request: TrainVoice, context: JobContext) -> Trained:
    from training.rvc.job import train

    return train(request, context)


CHECK_DATA_SET = JobKind("check-data-set", CheckDataSet, Checked, _check)
PLAN_TRAINING = JobKind("plan-training", PlanTraining, TrainingPlan, _plan)
TRAIN_VOICE = JobKind("train-voice", TrainVoice, Trained, _train, TrainingNews)
JOBS = Registry(CHECK_DATA_SET, PLAN_TRAINING, TRAIN_VOICE)
