"""What to do next after a coded error, where the window and a terminal have different ways: the window never names a command.

The sentence of the code (app/error_text.py) comes first. Both may use {subject} and every fact.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NextStep:
    """In the window, translated; and in a terminal."""

    window: str
    terminal: str


_OTHER_DEVICE = NextStep("Choose another on the page Devices.", "Choose another with: urvc devices")
_REPORT = "Copy a report on the page Settings and send it in."
_ROOM = NextStep(
    "Make room there, or start the program with another data folder (see the guide).",
    "Make room there, or set URVC_DATA_DIR to another folder.",
)
_MODEL_FILES = 'Press "Get it" on the card of the voice: it downloads the model, or takes your own file.'

NEXT_STEPS: dict[str, NextStep] = {
    "voice.not_found": NextStep("Choose another voice from the list.", "See them all with: urvc voices list"),
    "device.not_found": NextStep("Choose one on the page Devices.", "See them all with: urvc devices"),
    "device.ambiguous": NextStep("Choose one on the page Devices.", "Write more of the name, or the id from: urvc devices"),
    "device.none": NextStep("Plug one in or switch it on.", "Plug one in or switch it on, and see what the system has with: urvc devices"),
    "device.busy": NextStep(
        "Close it there, or choose another on the page Devices.", "Close it there, or choose another with: urvc devices"
    ),
    "device.silent": NextStep(
        "Unplug and plug it, or choose another on the page Devices.", "Unplug and plug it, or choose another with: urvc devices"
    ),
    "device.monitor_loop": NextStep(
        "Choose your headphones for listening along, or another microphone.",
        "Choose your headphones with --monitor, or another microphone.",
    ),
    "device.same_output": NextStep(
        "Choose your headphones for listening along, or none.", "Choose your headphones with --monitor, or none."
    ),
    "device.no_loop": NextStep("Choose by hand what is played on and what listens.", "Use --play and --listen."),
    "microphone.no_server": NextStep(
        "See in the system's settings that sound works at all, then start URVC again.", "See that one of them runs: pactl info."
    ),
    "microphone.refused": NextStep(
        f"Choose an output on the page Devices. {_REPORT}", "Choose an output with --output, and report it with: urvc doctor."
    ),
    "obs.no_microphone": NextStep(
        "Switch the voice on first, then try again.", "Start the voice first, with urvc live or in the window, then try again."
    ),
    "obs.too_late": NextStep("Use the other way of lip-sync, or a shorter delay.", "Use the other one (--lip-sync), or a shorter delay."),
    "obs.no_camera": NextStep(
        "Choose the camera by hand, or the lip-sync that delays the sound.", "Name the source with --camera, or use --lip-sync audio."
    ),
    "studio.exists": NextStep("Choose another name.", "Choose another name, or write over it with --overwrite."),
    "obs.pair": NextStep("Choose a scene and a voice in the table.", 'Write SCENE=VOICE, for example --voice "Game=robot".'),
    "foundation.unknown": NextStep(
        'Give any other as a file: "I have the files" on the card of the voice that needs it.',
        "Any other is given as a file: urvc foundation add FILE --as NAME.",
    ),
    "foundation.unnamed": NextStep(
        'Choose the voice that needs it, press "Get it" on its card and give the file there.',
        "Say which one it is, by the name that voices ask for: urvc foundation add FILE --as contentvec.",
    ),
    "foundation.broken": NextStep(
        _MODEL_FILES, "Get it again with: urvc foundation fetch {subject}, or add its file: urvc foundation add FILE."
    ),
    "foundation.disk": _ROOM,
    "control.not_running": NextStep(
        "Start it, and allow other programs in its settings.",
        "Start it with: urvc live --control; or allow it in the window's settings.",
    ),
    "control.port": NextStep("Choose another in the settings.", "Choose another with --control-port."),
    "control.files": _ROOM,
    "control.token": NextStep("The right one is shown in the settings.", "The right one is shown by urvc ctl token."),
    "control.pairs": NextStep("Name the control and the value.", "Write names and values in turn, such as: urvc ctl set pitch 3."),
    "calibration.no_voice": NextStep("Bring an RVC voice in first.", "Bring an RVC voice in first: urvc voices add FILE."),
    "calibration.unwritable": _ROOM,
    "pace.slower": NextStep(
        "Close what keeps it busy, or have this computer measured again.", "Close what keeps it busy, or run: urvc calibrate."
    ),
    "inference.kind": NextStep("Choose another voice.", "See what can be spoken with: urvc voices list"),
    "inference.missing": NextStep(_MODEL_FILES, "Get it with: {command}"),
    "inference.encoder": NextStep(
        'Press "Get it" on the card of the voice and give the encoder that the voice was trained on.',
        "Give the encoder that the voice was trained on: urvc foundation add FILE --as {encoder}.",
    ),
    "cli.would_replace": NextStep("Choose another name or folder.", "Choose another name or folder, or replace it with --overwrite."),
    "cli.convert": NextStep("", "For example: urvc convert speech.wav result.wav --voice robot"),
    "train.no_torch": NextStep(
        'Press "Set it up" on the page Train.',
        'Get them with: pip install "urvc[training]" (from a checkout: pip install -e ".[training]").',
    ),
    "train.no_encoder": NextStep("Get one on the page Voices, or choose another.", "See which are here with: urvc foundation status."),
    "engine.internal": NextStep(_REPORT, "Please report it with: urvc doctor"),
    "engine.died": NextStep(
        f"Start again; if it happens twice: {_REPORT[0].lower()}{_REPORT[1:]}",
        "Start again; if it happens twice, report it with: urvc doctor",
    ),
}

FILE_STEPS: dict[str, NextStep] = {
    "foundation_model": NextStep("Drop it on the window.", "Add it with: urvc foundation add FILE."),
    "a_voice": NextStep("Drop it on the window.", "Add it with: urvc voices add FILE."),
}
"""By the reason why a file was not taken."""

BY_HAND = NextStep(
    'You can also download {address} with a browser, on any machine, and give it with "I have the files".',
    "By hand: download {address} on any machine, then run: urvc foundation add FILE, or put it into {place} and run: "
    "urvc foundation fetch.",
)


def window_texts() -> list[str]:
    """What translators are given."""
    steps = (*NEXT_STEPS.values(), *FILE_STEPS.values(), BY_HAND)
    return list(dict.fromkeys(step.window for step in steps if step.window))
