"""The words for every coded error: what happened, and what to do next. One sentence each, filled from the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

# {subject} and every fact may be used. A list is joined with commas.
SENTENCES: dict[str, str] = {
    "voice.not_found": 'There is no voice called "{subject}". {nearest_hint}See them all with: urvc voices list',
    "voice.bad_file": 'The voice file "{subject}" cannot be used: {reason}.',
    "voice.builtin": 'The voice "{subject}" comes with the program and cannot be renamed or removed.',
    "voice.not_removed": 'No removed voice is called "{subject}". Removed are: {known}.',
    "config.unknown": 'There is no setting called "{subject}". Known settings: {known}.',
    "config.type": 'The setting "{subject}" takes a {wanted}, not {got}.',
    "config.range": 'The setting "{subject}" goes from {low} to {high} {unit}; {got} is outside.',
    "config.choice": 'The setting "{subject}" cannot be "{got}". {nearest_hint}Possible: {choices}.',
    "config.step": 'The setting "{subject}" goes in steps of {step} {unit}; {got} is between two.',
    "device.not_found": 'There is no sound device called "{subject}". {nearest_hint}See them all with: urvc devices',
    "device.ambiguous": '"{subject}" fits several sound devices: {matches}. Write more of the name, or the id from: urvc devices',
    "device.back": '"{subject}" is back: the sound goes on.',
    "device.none": "No sound device was found. Plug one in or switch it on, and see what the system has with: urvc devices",
    "device.busy": 'The sound device "{subject}" is in use by another program. Close it there, or choose another with: urvc devices',
    "device.rate": 'The sound device "{subject}" refuses the sample rate {rate_hz} Hz. Set it to 48000 Hz in the system\'s sound settings.',
    "device.lost": 'The sound device "{subject}" has gone. Plug it in again; the sound comes back by itself.',
    "device.silent": 'The sound device "{subject}" was opened but passes no sound. Unplug and plug it, or choose another with: '
    "urvc devices",
    "device.failed": 'The sound device "{subject}" could not be used: {reason}.',
    "device.loop": 'The microphone "{input}" hears what is played on "{subject}": the voice would feed back. Choose another microphone '
    "or another output.",
    "device.monitor_loop": 'The microphone "{input}" hears "{subject}", where you listen along: the voice would feed back. Choose your '
    "headphones with --monitor, or another microphone.",
    "device.same_output": '"{subject}" is chosen for the voice and for listening along: the others would hear it twice. Choose your '
    "headphones with --monitor, or none.",
    "microphone.none": "There is no virtual microphone on this system. Install {product} by {maker} from {link}: other programs then "
    "hear the voice through it.",
    "microphone.no_server": "A virtual microphone needs PulseAudio or PipeWire, and neither answers ({reason}). See that one of them runs: "
    "pactl info.",
    "microphone.refused": "The sound server did not make the virtual microphone ({reason}). Choose an output with --output, and report it "
    "with: urvc doctor.",
    "microphone.wrong_output": '"{subject}" is the end of the cable where other programs listen: choose it as the microphone there. As the '
    'output here choose "{instead}".',
    "microphone.wrong_input": '"{subject}" is the end of the cable that is played into. As the microphone here choose your own microphone; '
    'the cable is heard at "{instead}".',
    "obs.not_running": "OBS does not answer at {subject}. Start OBS, and switch its server on: Tools > WebSocket Server Settings > Enable "
    "WebSocket server.",
    "obs.wrong_port": "Something else than OBS answers at {subject}. The right port is shown in OBS: Tools > WebSocket Server Settings.",
    "obs.too_old": "This OBS speaks the old protocol (obs-websocket 4). Update OBS to version 28 or newer.",
    "obs.password": "OBS at {subject} does not accept the password. It is shown in OBS: Tools > WebSocket Server Settings > Show Connect "
    "Info.",
    "obs.timeout": "OBS did not answer within {seconds} s ({request}). Look whether a window of OBS waits for an answer, and try again.",
    "obs.closed": "OBS has ended the connection. It is made again when OBS is back.",
    "obs.refused": "OBS refused to {doing} ({request}: {comment}). Set it by hand in OBS, or try again.",
    "obs.no_scene": 'There is no scene called "{subject}" in OBS. {nearest_hint}There are: {known}.',
    "obs.no_microphone": 'OBS does not see the microphone "{subject}". Start the voice first, with urvc live or in the window, then try '
    "again.",
    "obs.too_late": "The voice comes {subject} late; this way of lip-sync can take at most {most_ms} ms. Use the other one "
    "(--lip-sync), or a shorter delay.",
    "obs.no_camera": "There is no camera in OBS to delay. Name the source with --camera, or use --lip-sync audio.",
    "obs.pair": '"{subject}" is not a scene and a voice. Write SCENE=VOICE, for example --voice "Game=robot".',
    "device.no_loop": "The delay can be measured only where a sound can be played into the input: {reason}. Use --play and --listen.",
    "device.not_heard": "No test sound came through ({heard} of {repeats} heard). Check that the sound reaches {subject} and that "
    "nothing is muted.",
    "file.not_found": 'There is no file "{subject}".',
    "file.not_audio": '"{subject}" is not an audio file that can be read. Use WAV, FLAC, OGG, MP3 or AIFF.',
    "file.empty": '"{subject}" holds no sound.',
    "file.unreadable": '"{subject}" cannot be read: {reason}.',
    "file.unwritable": '"{subject}" cannot be written: {reason}. Choose another folder.',
    "file.format": '"{subject}" has a suffix that cannot be written. Use {known}.',
    "file.same": '"{subject}" would be written over itself. Choose another name for the result.',
    "live.not_running": "Nothing is running. Start first.",
    "config.restart": "{subject} can be changed only while nothing runs. Stop, change, start again.",
    "import.address": "{subject} could not be downloaded: {reason}. Download it with the browser, then add the file.",
    "import.cancelled": "Stopped; nothing has been changed.",
    "import.disk": '"{subject}" could not be brought in: {reason}. Check the disk and that the file may be read, then try again.',
    "foundation.error": 'The foundation model "{subject}" cannot be used: {detail}.',
    "foundation.unknown": 'There is no foundation model called "{subject}" to download. There are: {known}. Any other is given as a file: '
    "urvc foundation add FILE --as NAME.",
    "foundation.unnamed": '"{subject}" is a content encoder, but not a published one whose name is known. Say which one it is, by the '
    "name that voices ask for: urvc foundation add FILE --as contentvec.",
    "foundation.bad_file": '"{subject}" cannot be used as a foundation model: {detail}.',
    "foundation.broken": 'The foundation model "{subject}" is damaged: {detail}. Get it again with: urvc foundation fetch {subject}, or '
    "add its file: urvc foundation add FILE.",
    "foundation.download": '"{subject}" could not be downloaded. {by_hand}',
    "foundation.offline": '"{subject}" could not be downloaded: no server was reached ({tried}). Check the network, try again. {by_hand}',
    "foundation.refused": '"{subject}" could not be downloaded ({tried}). Try again: what has come so far is kept. {by_hand}',
    "foundation.wrong_file": '"{subject}" was not taken: what came is not the published file ({tried}). {by_hand}',
    "foundation.disk": '"{subject}" ({n_bytes} bytes) cannot be written into "{folder}": {detail}. Make room there, or set URVC_DATA_DIR '
    "to another folder.",
    "cli.voices_add": "Nothing was added: {reason}.",
    "control.not_running": "URVC is not running here, or not open to other programs. Start it with: urvc live --control; or allow it in "
    "the window's settings.",
    "control.port": "The control channel could not be opened at port {subject}: {reason}. Choose another with --control-port.",
    "control.files": 'The control channel could not be opened: "{subject}" cannot be written ({reason}). Make room there, or set '
    "URVC_DATA_DIR to another folder.",
    "control.token": "Refused: the token is missing or wrong. The right one is shown by urvc ctl token.",
    "control.host": 'Refused: asked for as "{subject}". Use http://127.0.0.1 with the port.',
    "control.origin": 'Refused: browser pages ("{subject}") may not steer the voice.',
    "control.rate": "Too fast: at most {per_s} requests a second.",
    "control.busy": "Too much at once: at most {most}. Wait for answers, or close connections.",
    "control.too_long": "The request is too long.",
    "control.malformed": 'The request was not understood at "{subject}": {reason}. The requests are described in docs/control.md.',
    "control.no_route": 'There is no "{subject}". The addresses are described in docs/control.md.',
    "control.switch": '"{subject}" is a switch of its own, with its own request, and no control with a value.',
    "control.unknown_param": 'There is no control called "{subject}". {nearest_hint}Known are: {known}.',
    "control.number": '"{subject}" takes a number, not "{got}".',
    "control.pairs": '"{subject}" has no value. Write names and values in turn, such as: urvc ctl set pitch 3.',
    "control.no_device": "A sound device has gone; the voice can be changed when it is back.",
    "control.timeout": "No answer came in {seconds} s. Look at the program itself, and try again.",
    "control.ended": "The program is ending.",
    "live.running": "It is running already. Stop first.",
    "live.recording": "A recording is being made already. Finish it first.",
    "live.no_file": "The sound comes from {subject}, not from a file.",
    "settings.broken": 'The settings file could not be read ({reason}). It was kept as "{kept_as}"; the settings start afresh.',
    "settings.future": "The settings were written by a newer version of the program (format {version}). They were kept as "
    '"{kept_as}"; this version starts with its own.',
    "settings.values": 'Some settings had values that are not possible and were put back: {values}. The file as it was: "{kept_as}".',
    "settings.read_only": 'Settings cannot be kept: "{subject}" cannot be written or read ({reason}). They hold until the program ends.',
    "calibration.voice": 'Calibration measures with an RVC voice; "{subject}" is a {kind} voice and runs well everywhere.',
    "calibration.no_voice": "There is nothing to calibrate yet: built-in voices run well everywhere. Bring an RVC voice in first: "
    "urvc voices add FILE.",
    "calibration.unwritable": 'The calibration cannot be kept in "{subject}": {reason}. Make room there, or set URVC_DATA_DIR to another '
    "folder.",
    "pace.slower": "The machine could not keep up: from now on with a block of {hop_ms} ms, {context_s} s of context and {detector}. "
    "Close what keeps it busy, or run: urvc calibrate.",
    "pace.faster": "There is room again: a block of {hop_ms} ms, {context_s} s of context and {detector}.",
    "pace.too_slow": "The machine cannot keep up with this voice, and nothing is left to make it lighter. Close what keeps it busy, or "
    "choose a built-in voice.",
    "link.malformed": "The engine did not understand a command: {reason}.",
    "inference.library": "{subject} is not available on this system ({system}). Switch it off, or install the package {package}.",
    "inference.kind": 'This version cannot speak the voice "{subject}" (kind {kind}). See what can be spoken with: urvc voices list',
    "inference.missing": '"{subject}" needs the model {model}, which is not on this machine. Get it with: {command}',
    "inference.encoder": 'The voice "{subject}" does not fit the content encoder {encoder} that is here: it needs features of {needs} '
    "numbers, the encoder gives {has}. Give the encoder that the voice was trained on: urvc foundation add FILE --as {encoder}.",
    "inference.graph": 'The model "{subject}" cannot be opened: {reason}. Remove it and add it again.',
    "inference.voice_graph": 'The ONNX voice "{subject}" cannot be run: {reason}. Give the .pth of the voice instead.',
    "inference.runtime": 'The model "{subject}" cannot be run on {providers}: {reason}.',
    "inference.cache": 'A converted model could not be kept in "{subject}": {reason}. Make room there, then try again.',
    "inference.weights": "The weights of CREPE in {subject} cannot be used: {reason}. Install the program's packages again, or choose "
    "another detector.",
    "config.speaker": 'The voice "{subject}" has {n_speakers} speakers, counted from 0; {got} is not one of them.',
    "cli.convert": "Nothing was converted: {reason}. For example: urvc convert speech.wav result.wav --voice robot",
    "engine.internal": "The engine hit a fault of its own while trying to {doing}: {reason}. Please report it with: urvc doctor",
    "engine.died": "The engine stopped by itself (status {status}). Start again; if it happens twice, report it with: urvc doctor",
}

NEAREST = "Did you mean {nearest}? "
NO_LIBRARY = "No sound device can be reached: {subject} is missing. Install the package {package} and start the program again."
UNKNOWN = "Could not {doing}: {subject} [{code}]"
BY_HAND = (
    "By hand: download {address} on any machine, then run: urvc foundation add FILE, or put it into {place} and run: urvc foundation fetch."
)

# Why a file is not taken as a voice or as a foundation model: what it is, and what to do. The reasons: models/importers/refusal.py.
REASONS: dict[str, str] = {
    "training_checkpoint": "is a checkpoint for going on with a training ({network}), not a voice. Take the small file (some 50 to 60 MB) "
    "that the training program wrote into its weights folder.",
    "other_network": "is a file of {network}, another program. RVC voices (.pth, .safetensors, .onnx) can be added.",
    "foundation_model": "is {network}, a foundation model and not a voice. Add it with: urvc foundation add FILE.",
    "a_voice": "is a voice, not a foundation model. Add it with: urvc voices add FILE.",
    "not_a_voice": "is no RVC voice: {detail}.",
    "not_a_foundation": "is {detail}. Known are: hubert_base.pt, pytorch_model.bin of ContentVec and other HuBERT encoders, rmvpe.pt, "
    "rmvpe.onnx.",
    "no_file": "cannot be used: {detail}.",
    "no_voice": "holds no voice: {detail}.",
    "several_voices": "holds several voices: {voices}. Give the one that you want.",
    "missing_key": "is not complete: {key} is missing. Get the file again from where it came.",
    "missing_weight": "is not complete: the weight {weight} is missing. Get the file again from where it came.",
    "wrong_shape": "contradicts itself: {detail}. Get the file again from where it came.",
    "bad_config": "contradicts itself: {detail}. Get the file again from where it came.",
    "not_finite": "holds numbers that are none ({weight}): its training went wrong. Take an earlier epoch of it.",
    "unsupported_vocoder": "was trained with the vocoder {vocoder}; only voices with HiFi-GAN, RVC's own, can be spoken. "
    "Ask its maker for one of those.",
    "unsupported_rates": "cannot be spoken: {detail}. Supported are networks of 10 ms frames whose upsampling leaves no half samples, as "
    "RVC and Applio train them at 24, 32, 40 and 48 kHz.",
    "unsupported_version": "is of a version that is not known: {detail}.",
    "empty_index": "is an index without vectors (trained_...). Give the file that begins with added_.",
    "wrong_index": "is not an index for this voice: {detail}.",
    "unsafe_path": "was not unpacked: {detail}. Get the archive from a source that you trust.",
    "unknown_onnx": "is {detail}, none of the known kinds of ONNX voices. Give the .pth of the voice instead.",
    "damaged": "is damaged or cut short: {detail}. Get the file again from where it came.",
    "too_large": "is larger than any voice should be: {detail}.",
    "unsupported": "cannot be used: {detail}.",
    "not_a_checkpoint": "is no file of a voice or a model: {detail}. These are .pth, .pt, .bin, .safetensors or .onnx files.",
    "newer_format": "was written by a newer version of this program ({detail}). Update the program.",
    "missing_file": "is not complete: {detail}. Remove it and add it again.",
}


def error_text(
    code: str, doing: str, subject: str = "", facts: Mapping[str, object] | None = None, translate: Callable[[str], str] = str
) -> str:
    """The sentence for a coded error; an unknown code still says what was being done, with what. `translate` puts each of `texts` into the
    user's language."""
    values = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in (facts or {}).items()}
    nearest = values.get("nearest")
    values["nearest_hint"] = translate(NEAREST).format(nearest=nearest) if nearest else ""
    values |= {"subject": subject, "doing": doing}
    values.setdefault("by_hand", translate(BY_HAND).format_map(_Facts(values, place=_inbox(values))))
    sentence = translate(NO_LIBRARY if code == "device.none" and values.get("package") else SENTENCES.get(code, UNKNOWN))
    if code in ("voice.bad_file", "foundation.bad_file") and values.get("reason") in REASONS:
        sentence = '"{subject}" ' + translate(REASONS[str(values["reason"])])
    return sentence.format_map(_Facts(values, code=code)).strip()


def texts() -> list[str]:
    """Every sentence and piece of one, for translators."""
    return [*SENTENCES.values(), *REASONS.values(), BY_HAND, NEAREST, NO_LIBRARY, UNKNOWN]


def _inbox(values: Mapping[str, object]) -> str:
    """Where a foundation file may be put by hand: the folder of the models, above that of downloads."""
    folder = values.get("folder")
    return str(Path(str(folder)).parent) if folder else "-"


class _Facts(dict[str, object]):
    """A missing fact shows as a dash rather than as a second error."""

    def __missing__(self, key: str) -> object:
        return "-"
