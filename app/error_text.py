"""The words for every coded error: what happened, and what to do next. One sentence each, filled from the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.next_steps import BY_HAND, FILE_STEPS, NEXT_STEPS, NextStep, window_texts

# {subject} and every fact may be used. A list is joined with commas.
SENTENCES: dict[str, str] = {
    "voice.not_found": 'There is no voice called "{subject}". {nearest_hint}',
    "voice.bad_file": 'The voice file "{subject}" cannot be used: {reason}.',
    "voice.builtin": 'The voice "{subject}" comes with the program and cannot be renamed or removed.',
    "voice.not_removed": 'No removed voice is called "{subject}". Removed are: {known}.',
    "config.unknown": 'There is no setting called "{subject}". Known settings: {known}.',
    "config.type": 'The setting "{subject}" takes a {wanted}, not {got}.',
    "config.range": 'The setting "{subject}" goes from {low} to {high} {unit}; {got} is outside.',
    "config.choice": 'The setting "{subject}" cannot be "{got}". {nearest_hint}Possible: {choices}.',
    "config.step": 'The setting "{subject}" goes in steps of {step} {unit}; {got} is between two.',
    "device.not_found": 'There is no sound device called "{subject}". {nearest_hint}',
    "device.ambiguous": '"{subject}" fits several sound devices: {matches}.',
    "device.back": '"{subject}" is back: the sound goes on.',
    "device.none": "No sound device was found.",
    "device.busy": 'The sound device "{subject}" is in use by another program.',
    "device.rate": 'The sound device "{subject}" refuses the sample rate {rate_hz} Hz. Set it to 48000 Hz in the system\'s sound settings.',
    "device.kept": 'The system had moved the sound away from "{subject}"; it was put back. Choose another device here, if you want one.',
    "device.channels_cancel": 'The channels of "{subject}" cancel each other: only the loudest is heard now. '
    "Another one can be chosen in the settings: Channel of the microphone.",
    "device.lost": 'The sound device "{subject}" has gone. Plug it in again; the sound comes back by itself.',
    "device.silent": 'The sound device "{subject}" was opened but passes no sound.',
    "device.failed": 'The sound device "{subject}" could not be used: {reason}.',
    "device.loop": 'The microphone "{input}" hears what is played on "{subject}": the voice would feed back. Choose another microphone '
    "or another output.",
    "device.monitor_loop": 'The microphone "{input}" hears "{subject}", where you listen along: the voice would feed back.',
    "device.same_output": '"{subject}" is chosen for the voice and for listening along: the others would hear it twice.',
    "microphone.none": "There is no virtual microphone on this system. Install {product} by {maker} from {link}: other programs then "
    "hear the voice through it.",
    "microphone.no_server": "A virtual microphone needs PulseAudio or PipeWire, and neither answers ({reason}).",
    "microphone.refused": "The sound server did not make the virtual microphone ({reason}).",
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
    "obs.no_microphone": 'OBS does not see the microphone "{subject}".',
    "obs.too_late": "The voice comes {subject} late; this way of lip-sync can take at most {most_ms} ms.",
    "obs.no_camera": "There is no camera in OBS to delay.",
    "obs.pair": '"{subject}" is not a scene and a voice.',
    "device.no_loop": "The delay can be measured only where a sound can be played into the input: {reason}.",
    "inference.not_as_asked": "The voice is computed on {provider}, not on {asked}: {reason}.",
    "device.not_heard": "No test sound came through ({heard} of {repeats} heard). Check that the sound reaches {subject} and that "
    "nothing is muted.",
    "train.unknown": 'There is no training called "{subject}".',
    "train.no_audio": 'There is nothing to learn from in "{subject}". Put recordings of one voice there: {suffixes}.',
    "train.silent": 'Nothing is said in the recordings for "{subject}": they are silent or too short. Put speech of one voice there.',
    "train.no_torch": "Training needs libraries that are not installed ({missing}).",
    "train.no_encoder": 'The content encoder "{encoder}" for {version} voices is not here. Training hears with it what is said.',
    "train.no_detector": 'The pitch model "{detector}" is not here. Choose SwiftF0, which comes with the program, or add the model.',
    "train.run_exists": 'A training called "{subject}" was begun with other settings ({differing}). Give this one another name.',
    "train.broken_run": 'The training "{subject}" cannot be read: {reason}. Begin it anew under another name.',
    "train.no_result": 'The training of "{subject}" was stopped before the end of its first round, so there is no voice yet. Start it '
    "again: it goes on where it was.",
    "train.diverged": 'The training "{subject}" went astray at step {step}: its numbers are none. Start it anew with other recordings, '
    "or a smaller batch.",
    "train.disk": 'The training stopped at "{subject}": {reason}. Make room on the disk, or see that the file may be read, then start it '
    "again: it goes on where it was.",
    "train.died": 'A part of the training "{subject}" ended by itself ({status}). Start it again: it goes on where it was.',
    "train.start_shape": '"{subject}" is no network that this training can start from: {reason}.',
    "studio.recipe": 'The recipe cannot be followed at "{subject}": {reason}.',
    "studio.step": 'There is no step called "{subject}". There are: {known}.',
    "studio.disk": '"{subject}" cannot be written: {reason}. Make room on the disk or choose another folder; what was finished is kept.',
    "studio.exists": '"{subject}" is there already.',
    "studio.long": "The sound is longer than the studio can work on (three hours in stereo). Cut it into pieces.",
    "studio.no_ffmpeg": 'Files like "{subject}" need FFmpeg, and this computer has none. Install FFmpeg, or turn the file into WAV, FLAC '
    "or MP3.",
    "studio.ffmpeg": 'FFmpeg cannot read or write "{subject}": {reason}.',
    "studio.project": 'The project "{subject}" cannot be opened: {reason}.',
    "studio.text": '"{subject}" holds no text that can be spoken: {reason}.',
    "studio.speaker": 'There is no speaking voice called "{subject}". There are: {known}.',
    "studio.no_yt_dlp": 'Songs from addresses need the program yt-dlp, which is not installed here. Save "{subject}" as a file first.',
    "studio.address": '"{subject}" cannot be downloaded: {reason}.',
    "file.not_found": 'There is no file "{subject}".',
    "file.not_audio": '"{subject}" is not an audio file that can be read. Use WAV, FLAC, OGG, MP3 or AIFF.',
    "file.empty": '"{subject}" holds no sound.',
    "file.unreadable": '"{subject}" cannot be read: {reason}.',
    "file.unwritable": '"{subject}" cannot be written: {reason}. Choose another folder.',
    "file.name": 'The name of "{subject}" is no text that this system can write. Give the file, or its folder, another name.',
    "file.rate": '"{subject}" says that it has {rate_hz} samples a second; sound has {low} to {high}. The file is damaged, or no sound.',
    "file.channels": '"{subject}" says that it has {channels} channels; up to {most} are read. The file is damaged, or no recording.',
    "file.no_channel": '"{subject}" has no channel {channel}: it has {channels}. Choose one of them, or 0 for what sounds.',
    "file.format": '"{subject}" has a suffix that cannot be written. Use {known}.',
    "file.same": '"{subject}" would be written over itself. Choose another name for the result.',
    "live.not_running": "Nothing is running. Start first.",
    "config.restart": "{subject} can be changed only while nothing runs. Stop, change, start again.",
    "import.address": "{subject} could not be downloaded: {reason}. Download it with the browser, then add the file.",
    "job.cancelled": "Stopped; nothing has been changed.",
    "job.internal": "A fault of the program itself stopped the work: {reason}. Please report it.",
    "job.died": "The work stopped by itself (status {status}): {reason}. Start it again; if it happens twice, please report it.",
    "job.unknown": 'This version knows no work called "{subject}". Known: {known}.',
    "job.malformed": "A part of the program did not understand another: {reason}. Start the program again.",
    "import.disk": '"{subject}" could not be brought in: {reason}. Check the disk and that the file may be read, then try again.',
    "gpu.error": "The graphics card's libraries cannot be used.",
    "gpu.none": "No graphics card was found that could be used. Voices are computed on the processor.",
    "gpu.offer": "{subject} can compute RVC voices. NVIDIA's libraries for that are not here yet.",
    "gpu.ready": "{subject} can compute RVC voices: NVIDIA's libraries are here.",
    "gpu.other_version": "{subject} can compute RVC voices, but NVIDIA's libraries that are here belong to another version of the program. "
    "Until they are fetched again, voices are computed on the processor.",
    "gpu.no_driver": "There is a card of NVIDIA's, but its driver does not answer. Install NVIDIA's driver, restart the computer, then "
    "look again. Until then voices are computed on the processor.",
    "gpu.old_driver": "The driver of {subject} is too old: it is version {driver}, and {oldest} or newer is needed. Update NVIDIA's "
    "driver, then look again. Until then voices are computed on the processor.",
    "gpu.amd": "{subject}: there is no ready-made build of ONNX Runtime for AMD's cards that could be fetched. Voices are computed on the "
    "processor. Who installs AMD's own build of ONNX Runtime into a Python environment can run the program from there.",
    "gpu.intel": "{subject}: Intel's graphics need nothing more, OpenVINO comes with the program. Choose them in the settings under "
    '"Where voices are computed".',
    "gpu.apple": "Apple's processors need nothing more: CoreML comes with the program.",
    "gpu.no_system": "There are no libraries of NVIDIA's to fetch for this system ({system}, Python {python}). Voices are computed on the "
    "processor.",
    "gpu.no_card": "There is no card of NVIDIA's with a driver that answers. Nothing was fetched.",
    "gpu.no_space": 'There is not enough room in "{folder}": {needed_mb} MB are needed and {free_mb} MB are free. Make room, then try '
    "again; voices are computed on the processor meanwhile.",
    "gpu.disk": 'The disk refused in "{folder}": {detail}. Make room, then try again: what has come is kept, and voices are computed on '
    "the processor meanwhile.",
    "gpu.download": '"{subject}" did not come ({tried}). Try again: what has come is kept, and voices are computed on the processor '
    "meanwhile.",
    "gpu.wrong_file": '"{subject}" was not taken: what came is not the file that belongs to this version ({tried}). Try again later; '
    "voices are computed on the processor meanwhile.",
    "update.unreachable": "The newest version could not be asked for ({reason}). Try again later.",
    "foundation.error": 'The foundation model "{subject}" cannot be used: {detail}.',
    "foundation.unknown": 'There is no foundation model called "{subject}" to download. There are: {known}.',
    "foundation.unnamed": '"{subject}" is a content encoder, but not a published one whose name is known.',
    "foundation.bad_file": '"{subject}" cannot be used as a foundation model: {detail}.',
    "foundation.broken": 'The foundation model "{subject}" is damaged: {detail}.',
    "foundation.download": '"{subject}" could not be downloaded. {by_hand}',
    "foundation.offline": '"{subject}" could not be downloaded: no server was reached ({tried}). Check the network, try again. {by_hand}',
    "foundation.refused": '"{subject}" could not be downloaded ({tried}). Try again: what has come so far is kept. {by_hand}',
    "foundation.wrong_file": '"{subject}" was not taken: what came is not the published file ({tried}). {by_hand}',
    "foundation.disk": '"{subject}" ({n_bytes} bytes) cannot be written into "{folder}": {detail}.',
    "cli.voices_add": "Nothing was added: {reason}.",
    "control.not_running": "URVC is not running here, or not open to other programs.",
    "control.port": "The control channel could not be opened at port {subject}: {reason}.",
    "control.files": 'The control channel could not be opened: "{subject}" cannot be written ({reason}).',
    "control.token": "Refused: the token is missing or wrong.",
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
    "control.pairs": '"{subject}" has no value.',
    "control.no_device": "A sound device has gone; the voice can be changed when it is back.",
    "control.not_here": 'The program that runs cannot do "{subject}": that needs its window. Start URVC with its window.',
    "control.timeout": "No answer came in {seconds} s. Look at the program itself, and try again.",
    "control.ended": "The program is ending.",
    "live.running": "It is running already. Stop first.",
    "live.recording": "A recording is being made already. Finish it first.",
    "engine.hangs": "The voice hangs: its engine has said nothing for two seconds. It may come back by itself; switching off or muting "
    "ends it.",
    "engine.no_answer": "No answer came in {seconds} s: the sound server of this computer seems to hang. Log out and in again, then "
    "try again.",
    "engine.speaks": "The engine is back: the sound goes on.",
    "recording.interrupted": 'The recording "{subject}" cannot be written any more: {reason}. What was recorded so far ({saved_s} s) '
    "is kept. It goes on in a new file as soon as that is possible: make room on the disk, or plug it in again.",
    "recording.goes_on": 'The recording goes on in "{subject}".',
    "recording.slow": 'The disk does not keep up with the recording "{subject}". Some of it will be missing if that goes on.',
    "recording.incomplete": "{lost_s} s of the recording are in no file: the disk was full, gone or too slow. The rest was written.",
    "recording.recovered": 'A recording that was cut off last time was saved: "{subject}".',
    "live.no_file": "The sound comes from {subject}, not from a file.",
    "settings.broken": 'The settings file could not be read ({reason}). It was kept as "{kept_as}"; the settings start afresh.',
    "settings.future": "The settings were written by a newer version of the program (format {version}). They were kept as "
    '"{kept_as}"; this version starts with its own.',
    "settings.values": 'Some settings had values that are not possible and were put back: {values}. The file as it was: "{kept_as}".',
    "settings.read_only": 'Settings cannot be kept: "{subject}" cannot be written or read ({reason}). They hold until the program ends.',
    "calibration.voice": 'Calibration measures with an RVC voice; "{subject}" is a {kind} voice and runs well everywhere.',
    "calibration.no_voice": "There is nothing to calibrate yet: built-in voices run well everywhere.",
    "calibration.unwritable": 'The calibration cannot be kept in "{subject}": {reason}.',
    "pace.slower": "The machine could not keep up: from now on with a block of {hop_ms} ms, {context_s} s of context and {detector}.",
    "pace.faster": "There is room again: a block of {hop_ms} ms, {context_s} s of context and {detector}.",
    "pace.too_slow": "The machine cannot keep up with this voice, and nothing is left to make it lighter. Close what keeps it busy, or "
    "choose a built-in voice.",
    "link.malformed": "The engine did not understand what it was asked: {reason}.",
    "effect.unknown": 'This version has no effect called "{subject}". {nearest_hint}Known are: {known}.',
    "effect.parameter": 'The effect "{subject}" has nothing called {parameter}. It has: {known}.',
    "effect.range": 'The effect "{subject}" takes {parameter} from {low} to {high} {unit}, not {got}.',
    "effect.order": "Other effects, or another order of them ({subject}), take a new start of the voice. Choose the voice again.",
    "inference.library": "{subject} is not available on this system ({system}). Switch it off, or install the package {package}.",
    "inference.kind": 'This version cannot speak the voice "{subject}" (kind {kind}).',
    "inference.missing": '"{subject}" needs the model {model}, which is not on this machine.',
    "inference.encoder": 'The voice "{subject}" does not fit the content encoder {encoder} that is here: it needs features of {needs} '
    "numbers, the encoder gives {has}.",
    "inference.graph": 'The model "{subject}" cannot be opened: {reason}. Remove it and add it again.',
    "inference.voice_graph": 'The ONNX voice "{subject}" cannot be run: {reason}. Give the .pth of the voice instead.',
    "inference.voice_stuck": 'The ONNX voice "{subject}" was ended: {reason}. Choose another voice; if the computer was busy, '
    "try this one again.",
    "inference.voice_left": 'The ONNX voice "{subject}" was not waited for: it took too long to open.',
    "inference.runtime": 'The model "{subject}" cannot be run on {providers}: {reason}.',
    "inference.cache": 'A converted model could not be kept in "{subject}": {reason}. Make room there, then try again.',
    "inference.weights": "The weights of CREPE in {subject} cannot be used: {reason}. Install the program's packages again, or choose "
    "another detector.",
    "config.speaker": 'The voice "{subject}" has {n_speakers} speakers, counted from 0; {got} is not one of them.',
    "cli.convert": "Nothing was converted: {reason}.",
    "cli.would_replace": '"{subject}" is there already and would be replaced. Nothing was converted.',
    "cli.replaces_source": '"{subject}" is one of the recordings and would be replaced by its own result. Nothing was converted. Choose '
    "another folder.",
    "engine.internal": "The engine hit a fault of its own while trying to {doing}: {reason}.",
    "engine.died": "The engine stopped by itself (status {status}).",
}

NEAREST = "Did you mean {nearest}? "
NO_LIBRARY = "No sound device can be reached: {subject} is missing. Install the package {package} and start the program again."
UNKNOWN = "Could not {doing}: {subject} [{code}]"

# Why a file is not taken as a voice or as a foundation model: what it is, and what to do. The reasons: models/importers/refusal.py.
REASONS: dict[str, str] = {
    "training_checkpoint": "is a checkpoint for going on with a training ({network}), not a voice. Take the small file (some 50 to 60 MB) "
    "that the training program wrote into its weights folder.",
    "other_network": "is a file of {network}, another program. RVC voices (.pth, .safetensors, .onnx) can be added.",
    "foundation_model": "is {network}, a foundation model and not a voice.",
    "a_voice": "is a voice, not a foundation model.",
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
    "wrong_index": "is not an index for this voice: {detail}. The voice speaks without it.",
    "unsafe_path": "was not unpacked: {detail}. Get the archive from a source that you trust.",
    "unknown_onnx": "is {detail}, none of the known kinds of ONNX voices. Give the .pth of the voice instead.",
    "unrunnable_graph": "cannot be spoken with: {detail}. Give the .pth of the voice instead.",
    "damaged": "is damaged or cut short: {detail}. Get the file again from where it came.",
    "too_large": "is larger than any voice should be: {detail}.",
    "unsupported": "cannot be used: {detail}.",
    "not_a_checkpoint": "is no file of a voice or a model: {detail}. These are .pth, .pt, .bin, .safetensors or .onnx files.",
    "empty": "is empty: {detail}. The download was cut off; get the file again from where it came.",
    "web_page": "is a web page, not a file of a voice. On that page press the button that downloads the file, and give what comes.",
    "lfs_pointer": "is only a pointer file of Git LFS: the voice itself was not downloaded. Download it from the page of the repository.",
    "archive": "is {detail}. Unpack it first, then give the folder.",
    "encrypted": "is encrypted. Unpack it with its password, then give the folder.",
    "newer_format": "was written by a newer version of this program ({detail}). Update the program.",
    "missing_file": "is not complete: {detail}. Remove it and add it again.",
}


def error_text(
    code: str, doing: str, subject: str = "", facts: Mapping[str, object] | None = None, translate: Callable[[str], str] | None = None
) -> str:
    """The sentence for a coded error and what to do next; an unknown code still says what was being done, with what.

    translate  puts each of `texts` into the user's language, for the window; None for a terminal, which is told commands
    """
    words = translate or str
    values = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in (facts or {}).items()}
    nearest = values.get("nearest")
    values["nearest_hint"] = words(NEAREST).format(nearest=nearest) if nearest else ""
    values |= {"subject": subject, "doing": doing}
    if code == "inference.missing" and "model" in values:
        values.setdefault("command", _command_for(str(values["model"])))

    def step(found: NextStep) -> str:
        return translate(found.window) if translate else found.terminal

    values.setdefault("by_hand", step(BY_HAND).format_map(_Facts(values, place=_inbox(values))))
    no_library = code == "device.none" and values.get("package")
    sentence = words(NO_LIBRARY if no_library else SENTENCES.get(code, UNKNOWN))
    following = None if no_library else NEXT_STEPS.get(code)
    if code in ("voice.bad_file", "foundation.bad_file") and (reason := str(values.get("reason"))) in REASONS:
        sentence = '"{subject}" ' + words(REASONS[reason])
        following = FILE_STEPS.get(reason)
    if following is not None:
        sentence = f"{sentence.rstrip()} {step(following)}"
    return sentence.format_map(_Facts(values, code=code)).replace(" ;", ";").strip()


def texts() -> list[str]:
    """Every sentence and piece of one, for translators."""
    return [*SENTENCES.values(), *REASONS.values(), *window_texts(), NEAREST, NO_LIBRARY, UNKNOWN]


def _command_for(model: str) -> str:
    from app.model_commands import command_for  # the catalogue of models is not read by every command

    return command_for([model])


def _inbox(values: Mapping[str, object]) -> str:
    """Where a foundation file may be put by hand: the folder of the models, above that of downloads."""
    folder = values.get("folder")
    return str(Path(str(folder)).parent) if folder else "-"


class _Facts(dict[str, object]):
    """A missing fact shows as a dash rather than as a second error."""

    def __missing__(self, key: str) -> object:
        return "-"
