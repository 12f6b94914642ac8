"""The studio: songs, speech and files, step by step. Torch-free, Qt-free; it stands on engine, models and jobs.

errors.py       what can go wrong
audio.py        sound files of any number of channels, at one rate (48 kHz)
step.py         what a step is; steps/ holds one file a step, catalogue.py lists them
recipe.py       a chain of steps as data
cache.py        what steps have made, kept by content and parameters
runner.py       runs a recipe: what is known is not computed again
delivery.py     a result into the user's folder, whole, with what made it beside it
library.py      every result, in SQLite; rebuilt from the files beside them
networks/       separation
speech/, text/  text to speech, and what texts are read from
recipes/        the recipes that come with the program: covers, speech
jobs/           the studio's kinds of long work
"""
