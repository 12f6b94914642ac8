"""What the vocoder does to a voice, measured on its output by independent means."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import pyworld
from numpy.typing import NDArray

from engine.config import LiveParams
from engine.contracts import FRAME_SAMPLES, SAMPLE_RATE_HZ, Audio, Frames, StreamSpec
from engine.synth.vocoder import Vocoder
from models.voice import Voice
from tests.engine.synth.speech import demo, demo_f0, harvest, inner_voiced, power_db, speak, voice, words, words_f0

FRAMES = slice(0, 300)
SAMPLES = slice(0, 300 * FRAME_SAMPLES)


def speech(speaker: str) -> tuple[Audio, Frames]:
    """Three seconds of the demo (a woman), or four words of the man."""
    if speaker == "woman":
        return demo()[SAMPLES], demo_f0()[FRAMES]
    return words("man")[: 400 * FRAME_SAMPLES], words_f0("man")[:400]


def moved_st(f0_hz: Frames, y: Audio) -> NDArray[np.float64]:
    """By how many semitones each steadily voiced frame moved."""
    spoken = harvest(y)[: len(f0_hz)]
    where = inner_voiced(f0_hz[: len(spoken)]) & (spoken > 0)
    assert where.sum() > 40, "too few voiced frames to measure"
    shifts: NDArray[np.float64] = 12.0 * np.log2(spoken[where].astype(np.float64) / f0_hz[: len(spoken)][where])
    return shifts


@pytest.mark.parametrize(
    ("speaker", "pitch_st", "formant_st"),
    [
        ("woman", 0.0, 0.0),
        ("woman", -12.0, 0.0),
        ("woman", -9.0, -3.0),
        ("woman", 4.0, 1.0),
        ("woman", 12.0, 3.0),
        ("man", 0.0, 0.0),
        ("man", -5.0, -2.0),
        ("man", 7.0, 4.0),
        ("man", 12.0, 3.0),
        ("man", 24.0, 0.0),
    ],
)
def test_pitch_moves_as_asked(speaker: str, pitch_st: float, formant_st: float) -> None:
    x, f0_hz = speech(speaker)
    shifts = moved_st(f0_hz, speak(voice(), x, f0_hz, LiveParams(pitch_st=pitch_st, formant_st=formant_st)))
    assert abs(np.median(shifts) - pitch_st) < 0.15
    assert np.mean(np.abs(shifts - pitch_st) < 1.0) > 0.9


@pytest.mark.parametrize("formant_st", [-4.0, -2.0, 2.0, 4.0])
def test_formants_move_as_asked_and_pitch_stays(formant_st: float) -> None:
    x, f0_hz = speech("man")
    y = speak(voice(), x, f0_hz, LiveParams(formant_st=formant_st))
    assert abs(np.median(moved_st(f0_hz, y))) < 0.15
    assert abs(envelope_shift_st(x, y, f0_hz) - formant_st) < 0.6


def envelope_shift_st(x: Audio, y: Audio, f0_hz: Frames) -> float:
    """The shift along the logarithm of frequency at which the mean envelopes of `x` and `y` (pyworld's CheapTrick) fit best, 300 to 5000
    Hz."""
    voiced = inner_voiced(f0_hz)
    times = np.arange(len(f0_hz)) * 0.01
    steps_per_st = 10
    hz = 300.0 * 2.0 ** (np.arange(int(12 * np.log2(5000 / 300)) * steps_per_st) / (12 * steps_per_st))
    curves = []
    for signal in (x, y):
        envelope = pyworld.cheaptrick(signal.astype(np.float64), f0_hz.astype(np.float64), times, SAMPLE_RATE_HZ, fft_size=4096)
        log_mean = np.mean(np.log(envelope[voiced]), axis=0)
        curves.append(np.interp(hz, np.arange(2049) * SAMPLE_RATE_HZ / 4096, log_mean))
    reach = 8 * steps_per_st
    middle = curves[0][reach:-reach]
    errors = {shift: np.std(curves[1][reach + shift : len(hz) - reach + shift] - middle) for shift in range(-reach, reach)}
    return min(errors, key=lambda shift: float(errors[shift])) / steps_per_st


def test_robot_keeps_one_note() -> None:
    x, f0_hz = speech("woman")
    spoken = harvest(speak(voice(fixed_f0_hz=110.0), x, f0_hz))[: len(f0_hz)]
    steady = spoken[inner_voiced(f0_hz)]
    steady = steady[steady > 0]
    assert abs(np.median(steady) - 110.0) < 1.0
    assert np.mean(np.abs(12 * np.log2(steady / 110.0)) < 0.6) > 0.95


def test_monotone_flattens_the_pitch() -> None:
    x, f0_hz = speech("woman")
    spread = [
        float(np.std(np.log2(pitch[inner_voiced(f0_hz) & (pitch > 0)])))
        for pitch in (harvest(speak(voice(), x, f0_hz, LiveParams(monotone=m)))[: len(f0_hz)] for m in (0.0, 0.5, 1.0))
    ]
    assert spread[2] < 0.5 * spread[0]
    assert spread[2] < spread[1] < spread[0]


def test_vibrato_wobbles_at_its_rate() -> None:
    f0_hz = np.full(201, 150.0, np.float32)
    spoken = harvest(speak(voice(vibrato_st=1.0, vibrato_hz=5.0), vowel(2.0, 150.0), f0_hz))
    wobble_st = 12.0 * np.log2(spoken[20:180].astype(np.float64) / 150.0)
    spectrum = np.abs(np.fft.rfft(wobble_st * np.hanning(160)))
    assert np.argmax(spectrum[2:]) + 2 == 8, "5 Hz is the eighth bin of 1.6 s"
    assert 0.8 < np.percentile(np.abs(wobble_st), 98) < 1.3


def repetition(x: Audio, f0_hz: Frames) -> float:
    """Mean over voiced frames of the normalised correlation of 30 ms with what came one period earlier."""
    values = []
    for n in np.flatnonzero(inner_voiced(f0_hz)):
        lag, start = round(SAMPLE_RATE_HZ / float(f0_hz[n])), (n - 1) * FRAME_SAMPLES
        now, before = (x[s : s + 1440].astype(np.float64) for s in (start, start - lag))
        values.append(np.sum(now * before) / np.sqrt(np.sum(now**2) * np.sum(before**2) + 1e-20))
    return float(np.mean(values))


@pytest.mark.parametrize("speaker", ["woman", "man"])
def test_whisper_has_no_pitch(speaker: str) -> None:
    x, f0_hz = speech(speaker)
    assert repetition(speak(voice(), x, f0_hz), f0_hz) > 0.75
    assert abs(repetition(speak(voice(), x, f0_hz, LiveParams(breath=1.0)), f0_hz)) < 0.15


def test_breath_adds_noise_step_by_step() -> None:
    x, f0_hz = speech("woman")
    values = [repetition(speak(voice(), x, f0_hz, LiveParams(breath=b)), f0_hz) for b in (0.0, 0.4, 0.7, 1.0)]
    assert values == sorted(values, reverse=True)


def test_growl_repeats_every_second_period() -> None:
    f0_hz = np.full(101, 150.0, np.float32)
    x = vowel(1.0, 150.0)
    plain, rough = (speak(voice(growl=g), x, f0_hz)[9600:43_200] for g in (0.0, 0.6))

    def undertone_db(y: Audio) -> float:
        spectrum = np.abs(np.fft.rfft(y * np.hanning(len(y)))) ** 2
        per_bin = SAMPLE_RATE_HZ / len(y)
        at = [spectrum[round(hz / per_bin) - 3 : round(hz / per_bin) + 4].sum() for hz in (225.0, 300.0)]
        return float(10 * np.log10(at[0] / at[1]))

    assert undertone_db(plain) < -30.0
    assert undertone_db(rough) > -15.0


@pytest.mark.parametrize("speaker", ["woman", "man"])
@pytest.mark.parametrize(
    "params", [LiveParams(), LiveParams(pitch_st=-9, formant_st=-3), LiveParams(pitch_st=12, formant_st=4), LiveParams(breath=1)]
)
def test_level_follows_the_input(speaker: str, params: LiveParams) -> None:
    x, f0_hz = speech(speaker)
    change_db = power_db(speak(voice(), x, f0_hz, params)) - power_db(x)
    voiced = inner_voiced(f0_hz)[: len(change_db)] & (power_db(x) > -50)
    assert abs(np.mean(change_db[voiced])) < 0.7
    assert np.percentile(np.abs(change_db[voiced]), 90) < 2.5


def test_consonants_pass_untouched_where_the_formants_stay() -> None:
    x, f0_hz = speech("woman")
    y = speak(voice(), x, f0_hz, LiveParams(pitch_st=-7.0))
    voiceless = np.convolve(f0_hz > 0, np.ones(17), "same") == 0
    sounding = voiceless[: len(power_db(x))] & (power_db(x) > -60)
    assert sounding.sum() >= 3
    for n in np.flatnonzero(sounding):
        cut = slice(n * FRAME_SAMPLES, (n + 1) * FRAME_SAMPLES)
        assert np.sqrt(np.mean((y[cut] - x[cut]) ** 2)) < 0.1 * np.sqrt(np.mean(x[cut] ** 2)) + 1e-4


def test_natural_is_close_to_the_original() -> None:
    """Distance of 40 mel bands below 8 kHz, where there is something to hear; offline WORLD has 2.2 to 2.9 dB on such speech."""
    for speaker in ("woman", "man"):
        x, f0_hz = speech(speaker)
        bands_x, bands_y = mel_db(x), mel_db(speak(voice(), x, f0_hz))
        loud = bands_x.max(axis=1) > bands_x.max() - 40.0
        assert np.mean(np.sqrt(np.mean((bands_x - bands_y)[loud] ** 2, axis=1))) < 3.5


def mel_db(x: Audio) -> NDArray[np.float64]:
    """[n, 40] power in dB of mel bands from 100 to 8000 Hz, 40 ms windows every 10 ms, floor -80 dB."""
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float64), 1920)[::FRAME_SAMPLES] * np.hanning(1920)
    power = np.abs(np.fft.rfft(windows)) ** 2
    mel = np.linspace(np.log(1 + 100 / 700), np.log(1 + 8000 / 700), 41)
    edges = np.round(700 * (np.exp(mel) - 1) / 25).astype(int)
    bands = np.stack([power[:, a : max(b, a + 1)].mean(axis=1) for a, b in pairwise(edges)], axis=1)
    return 10.0 * np.log10(bands + 1e-5)


def vowel(seconds: float, f0_hz: float) -> Audio:
    """A steady "ah": pulses through four resonances, -20 dBFS or so, without a trace of noise."""
    n = int(seconds * SAMPLE_RATE_HZ)
    hz = np.fft.rfftfreq(n, 1 / SAMPLE_RATE_HZ)
    harmonics = np.arange(1, int(10_000 / f0_hz)) * f0_hz
    spectrum = np.zeros(len(hz), complex)
    for harmonic in harmonics:
        gain = np.prod([f**2 / (f**2 - harmonic**2 + 1j * harmonic * 90.0) for f in (700.0, 1220.0, 2600.0, 3500.0)])
        spectrum[round(harmonic * seconds)] = gain / harmonic
    x = np.fft.irfft(spectrum, n)
    steady: Audio = (0.1 * x / np.sqrt(np.mean(x**2))).astype(np.float32)
    return steady


STEPS = {
    "pitch": (LiveParams(), LiveParams(pitch_st=12.0)),
    "pitch down": (LiveParams(), LiveParams(pitch_st=-12.0)),
    "formant": (LiveParams(formant_st=-5.0), LiveParams(formant_st=5.0)),
    "breath": (LiveParams(), LiveParams(breath=1.0)),
    "voice back": (LiveParams(breath=1.0), LiveParams()),
    "monotone": (LiveParams(), LiveParams(monotone=1.0)),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_a_control_does_not_click(name: str) -> None:
    before, after = STEPS[name]
    x, f0_hz = vowel(1.5, 140.0), np.full(151, 140.0, np.float32)
    vocoder = Vocoder(voice())
    state = vocoder.prepare(StreamSpec())
    middle = 75
    y = [
        vocoder.process(x[n * FRAME_SAMPLES : (n + 1) * FRAME_SAMPLES], f0_hz[n : n + 1], state, before if n < middle else after)
        for n in range(150)
    ]
    bend = np.abs(np.diff(np.concatenate(y).astype(np.float64), 2))
    at = (middle - 2) * FRAME_SAMPLES
    around = bend[at - 2 * FRAME_SAMPLES : at + 4 * FRAME_SAMPLES].max()
    steady = max(bend[15 * FRAME_SAMPLES : at - 4 * FRAME_SAMPLES].max(), bend[at + 8 * FRAME_SAMPLES : 140 * FRAME_SAMPLES].max())
    assert around < 1.5 * steady


@pytest.mark.parametrize("who", [voice(), voice(fixed_f0_hz=100.0), voice(growl=0.5, jitter_st=0.3)], ids=["natural", "robot", "growl"])
def test_no_crackle(who: Voice) -> None:
    """Sharp bends are rarer than, or as rare as, in the recording itself."""
    x, f0_hz = speech("woman")
    y = speak(who, x, f0_hz)
    bends = [np.diff(signal.astype(np.float64), 2) for signal in (x, y)]
    assert np.abs(bends[1]).max() < 1.5 * np.abs(bends[0]).max()
    kurtosis = [float(np.mean(bend**4) / np.mean(bend**2) ** 2) for bend in bends]
    assert kurtosis[1] < 1.5 * kurtosis[0]
