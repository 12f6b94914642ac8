"""`convert`: a file through the pipeline."""

from __future__ import annotations

from pathlib import Path

from engine.assemble import assemble, params_of
from engine.config import with_values
from engine.errors import AudioFileError, InferenceError
from engine.inference.asked import not_as_asked
from engine.link.messages import Convert, Converted
from engine.offline import convert_file
from engine.synth.rvc_open import check_speaker
from engine.tuning import file_config
from jobs.context import JobContext
from jobs.kind import JobKind
from models.voices import find_voice


def convert(command: Convert, context: JobContext) -> Converted:
    """Writes the file. Raises EngineError, ModelError, WorkCancelled; the target is then as it was."""
    source, target = Path(command.input), Path(command.output)
    if source.resolve() == target.resolve():
        raise AudioFileError("file.same", "convert", command.output)
    voice = find_voice(command.voice)
    config = with_values(file_config(voice), command.config)
    params = check_speaker(voice, with_values(params_of(voice), command.params))
    try:
        pipeline = assemble(config, voice, leave=context.cancelled)
        report = convert_file(source, target, pipeline, params, context.about(source.name), command.channel)
    except InferenceError:
        context.check()  # a foreign graph that nobody waits for any more
        raise
    missed = not_as_asked(config, pipeline.provider, pipeline.built_in)
    return Converted(
        output=str(target),
        seconds=report.seconds,
        rtf=report.rtf,
        repaired=report.repaired,
        provider=pipeline.provider,
        not_as_asked=missed,
        notes=list(report.notes),
    )


CONVERT = JobKind("convert", Convert, Converted, convert)
