"""`urvc microphone`: the virtual microphone that other programs choose; what to install where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from app.commands.interrupt import interruptible
from app.console import console, errors, raised, reported, say_json
from app.engine_client import SOUND_SERVER_S, EngineClient
from app.error_text import error_text
from app.options import Json
from engine.config import VIRTUAL_MICROPHONE
from engine.link.messages import Failed, MicrophoneReady, ProvideMicrophone, Values

POLL_S = 2.0

Wait = Annotated[bool, typer.Option("--wait", help="Wait until there is one: notices a cable that has just been installed.")]
Hold = Annotated[bool, typer.Option("--hold", help="Keep it until Ctrl+C, without a voice.")]


def microphone(wait: Wait = False, hold: Hold = False, as_json: Json = False) -> None:
    """Says which virtual microphone other programs find, or what to install."""
    with reported(as_json), EngineClient() as engine, interruptible() as interrupted:
        say = _say_waiting(as_json)
        found = wait_for_microphone(engine, lambda: interrupted.wait(POLL_S), say) if wait else ask_for_microphone(engine)
        if found is None:
            return
        if isinstance(found, Failed):
            raise raised(found)
        say_microphone(found, as_json)
        if hold:
            interrupted.wait()


def ask_for_microphone(engine: EngineClient) -> MicrophoneReady | Failed:
    """The virtual microphone, made where that can be; else why there is none."""
    answer = engine.answer(ProvideMicrophone(), MicrophoneReady, timeout_s=SOUND_SERVER_S)
    assert isinstance(answer, MicrophoneReady | Failed)
    return answer


def wait_for_microphone(
    engine: EngineClient, pause: Callable[[], bool], say: Callable[[Failed], None] = lambda _: None
) -> MicrophoneReady | None:
    """Asks again and again until there is one; between two times `pause` is called, which says whether to give up. `say` is told each
    new reason for waiting."""
    told = ""
    while True:
        answer = ask_for_microphone(engine)
        if isinstance(answer, MicrophoneReady):
            return answer
        if answer.code != told:
            say(answer)
            told = answer.code
        if pause():
            return None


def into_microphone(engine: EngineClient, config: Values, as_json: bool) -> Values:
    """`config` with the virtual microphone for its output where none is given; where there is none, says so and leaves it."""
    elsewhere = "output" in config or (config.get("backend") == "portaudio" and sys.platform == "linux")
    if elsewhere:
        return config
    answer = ask_for_microphone(engine)
    if isinstance(answer, Failed):
        if not as_json:
            errors.print(error_text(answer.code, answer.doing, answer.subject, answer.facts), style="yellow", soft_wrap=True)
        return config
    say_microphone(answer, as_json)
    return {**config, "output": VIRTUAL_MICROPHONE}


def say_microphone(found: MicrophoneReady, as_json: bool) -> None:
    """What to choose elsewhere."""
    if as_json:
        say_json(found)
        return
    console.print(f'In other programs choose the microphone "{found.name}" ({found.product}).', soft_wrap=True)


def _say_waiting(as_json: bool) -> Callable[[Failed], None]:
    def say(reason: Failed) -> None:
        if as_json:
            say_json(reason)
        else:
            console.print(error_text(reason.code, reason.doing, reason.subject, reason.facts), soft_wrap=True)
            console.print("Waiting for it; Ctrl+C ends.")

    return say
