"""The device layer on a real PulseAudio: names, sound through it, and what happens when a device goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.audio.backends import Backend, choose_backend
from engine.audio.devices import find_device
from engine.audio.measure import find_loop, measure_latency
from engine.audio.streams import CaptureStream, LiveStream, PlaybackStream, StreamOptions, Wakeup
from engine.errors import DeviceError
from tests.e2e.pulse import RATE_HZ, PulseServer

TONE_HZ = 997.0
TONE_LEVEL = 0.25
OPTIONS = StreamOptions(block_ms=10, prefill_ms=60)
"""Roomier than the engine's own: these tests are about what passes, on whatever machine runs them, and not about how soon."""


def tone(seconds: float, f_hz: float = TONE_HZ) -> NDArray[np.float32]:
    return (TONE_LEVEL * np.sin(2 * np.pi * f_hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def wait_until(condition: Callable[[], bool], timeout_s: float) -> bool:
    """Whether `condition` came true in time."""
    deadline_s = time.monotonic() + timeout_s
    while not condition() and time.monotonic() < deadline_s:
        time.sleep(0.01)
    return condition()


@contextmanager
def running(*streams: LiveStream) -> Iterator[None]:
    try:
        for stream in streams:
            stream.start()
        yield
    finally:
        for stream in streams:
            stream.close()


@contextmanager
def routed(capture: CaptureStream, playback: PlaybackStream, wakeup: Wakeup) -> Iterator[None]:
    """Carries everything from one ring to the other in a thread, as the worker would."""
    stop = threading.Event()

    def carry() -> None:
        buffer = np.zeros(4096, dtype=np.float32)
        while not stop.is_set():
            wakeup.wait(0.05)
            while n := capture.ring.read_into(buffer):
                playback.ring.write(buffer[:n])

    thread = threading.Thread(target=carry)
    with running(playback, capture):
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def opened(backend: Backend, capture: str, playback: str) -> tuple[CaptureStream, PlaybackStream, Wakeup]:
    wakeup = Wakeup()
    options = replace(OPTIONS, wakeup=wakeup)
    devices = backend.list_devices()
    return (
        backend.open_capture(find_device(devices, capture, "input"), options),
        backend.open_playback(find_device(devices, playback, "output"), options),
        wakeup,
    )


def assert_whole_tone(samples: NDArray[np.float32], seconds: float) -> None:
    """One stretch of the tone, of its pitch and level, without a gap or a jump: a sine's own recurrence predicts every sample from two."""
    loud = np.flatnonzero(np.abs(samples) > TONE_LEVEL / 2)
    heard = samples[loud[0] + 960 : loud[-1] - 960].astype(np.float64)
    assert len(heard) == pytest.approx(seconds * RATE_HZ - 1920, abs=960)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert np.argmax(spectrum) * RATE_HZ / len(heard) == pytest.approx(TONE_HZ, abs=1.0)
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(TONE_LEVEL / np.sqrt(2), rel=0.01)
    error = heard[2:] - 2 * np.cos(2 * np.pi * TONE_HZ / RATE_HZ) * heard[1:-1] + heard[:-2]
    assert np.abs(error).max() < 2e-3


def test_lists_devices_as_people_see_them(pulse: PulseServer) -> None:
    pulse.load("module-remap-source", "source_name=voice", "master=out.monitor", "source_properties='device.description=\"Changed Voice\"'")
    devices = choose_backend("auto").list_devices()
    assert {device.backend for device in devices} == {"pulse"}
    voice = find_device(devices, "Changed Voice", "input")
    assert (voice.id, voice.is_monitor, voice.channels) == ("pulse:voice", False, 2)
    monitor = find_device(devices, "mic.monitor", "input")
    assert monitor.is_monitor
    assert monitor.default_rate_hz == RATE_HZ
    inputs = [device for device in devices if device.direction == "input"]
    assert [device.is_monitor for device in inputs] == sorted(device.is_monitor for device in inputs)
    assert find_device(devices, "", "output").id in ("pulse:mic", "pulse:out")


def test_brackets_in_the_name_of_a_device_are_text(pulse: PulseServer) -> None:
    pulse.load_null_sink("buds", "Buds [/phone] [usb] :smile:")
    ended = subprocess.run(
        [sys.executable, "-m", "app", "devices"], capture_output=True, env={**os.environ, "COLUMNS": "300"}, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "Buds [/phone] [usb] :smile:" in ended.stdout.decode()


def test_unknown_device(pulse: PulseServer) -> None:
    with pytest.raises(DeviceError) as caught:
        find_device(choose_backend("pulse").list_devices(), "mix.monitor", "input")
    assert caught.value.code == "device.not_found"
    nearest = caught.value.facts["nearest"]
    assert isinstance(nearest, list)
    assert "mic.monitor" in nearest[0]


def test_device_that_went_between_listing_and_opening(pulse: PulseServer) -> None:
    module = pulse.load_null_sink("brief")
    backend = choose_backend("pulse")
    device = find_device(backend.list_devices(), "brief", "output")
    pulse.unload(module)
    stream = backend.open_playback(device, OPTIONS)
    with pytest.raises(DeviceError) as caught:
        stream.start()
    assert caught.value.code == "device.not_found"
    stream.close()


def test_no_server() -> None:
    code = "\n".join(
        [
            "from engine.audio.backends import choose_backend",
            "from engine.errors import DeviceError",
            "try: choose_backend('pulse').list_devices()",
            "except DeviceError as error: print(error.code)",
        ]
    )
    environment = {"PULSE_SERVER": "unix:/nonexistent/native", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "device.none", done.stderr


@pytest.mark.realtime
def test_tone_from_device_to_device(pulse: PulseServer) -> None:
    capture, playback, wakeup = opened(choose_backend("pulse"), "mic.monitor", "out")
    with routed(capture, playback, wakeup), pulse.recording("out.monitor") as recorder:
        pulse.play("mic", tone(3.0))
        recorder.wait_for(3.5)
    assert_whole_tone(recorder.heard().samples, 3.0)
    assert playback.counters.snapshot().xruns == 0
    assert capture.counters.snapshot().missed_samples == 0
    assert not capture.lost
    assert not playback.lost


@pytest.mark.realtime
@pytest.mark.parametrize("rate_hz", [16_000, 44_100])
def test_devices_of_other_rates_and_channels_arrive_as_mono_at_the_rate_asked_for(pulse: PulseServer, rate_hz: int) -> None:
    pulse.load_null_sink("headset", rate_hz=rate_hz, channels=1)
    pulse.keep_awake("headset")
    capture, playback, wakeup = opened(choose_backend("pulse"), "headset.monitor", "out")
    assert capture.rate_hz == RATE_HZ
    with routed(capture, playback, wakeup), pulse.recording("out.monitor") as recorder:
        pulse.play("headset", tone(2.0))
        recorder.wait_for(2.5)
    assert_whole_tone(recorder.heard().samples, 2.0)


@pytest.mark.realtime
def test_playback_starved_for_a_moment_fades_and_comes_back(pulse: PulseServer) -> None:
    backend = choose_backend("pulse")
    stream = backend.open_playback(find_device(backend.list_devices(), "out", "output"), OPTIONS)
    with running(stream), pulse.recording("out.monitor") as recorder:
        for _ in range(2):
            before = stream.counters.snapshot().xruns
            stream.ring.write(tone(0.4))
            assert wait_until(lambda before=before: stream.counters.snapshot().xruns > before, 5.0)  # type: ignore[misc]
        recorder.wait_for(1.2)
    counts = stream.counters.snapshot()
    assert (counts.xruns, counts.samples) == (2, round(0.8 * RATE_HZ))
    assert counts.missed_samples > 0
    samples = recorder.heard().samples
    steepest = 2 * np.pi * TONE_HZ / RATE_HZ * TONE_LEVEL
    assert np.abs(np.diff(samples)).max() < 1.1 * steepest
    assert np.abs(samples).max() == pytest.approx(TONE_LEVEL, rel=0.02)


@pytest.mark.realtime
@pytest.mark.parametrize("kind", ["input", "output"])
def test_device_that_disappears_is_lost(pulse: PulseServer, kind: str) -> None:
    module = pulse.load_null_sink("plug")
    pulse.keep_awake("plug")
    backend = choose_backend("pulse")
    devices = backend.list_devices()
    stream: LiveStream
    if kind == "input":
        stream = backend.open_capture(find_device(devices, "plug.monitor", "input"), OPTIONS)
    else:
        stream = backend.open_playback(find_device(devices, "plug", "output"), OPTIONS)
    with running(stream):
        assert wait_until(lambda: stream.counters.snapshot().calls > 20, 5.0)
        assert not stream.lost
        pulse.unload(module)
        assert wait_until(lambda: stream.lost, 1.0)


@pytest.mark.realtime
def test_server_that_dies_is_lost(pulse: PulseServer) -> None:
    capture, playback, _ = opened(choose_backend("pulse"), "mic.monitor", "out")
    with running(playback, capture):
        pulse.die()
        assert wait_until(lambda: capture.lost and playback.lost, 1.0)


@pytest.mark.realtime
def test_suspended_device_does_not_hold_up_the_end(pulse: PulseServer) -> None:
    backend = choose_backend("pulse")
    stream = backend.open_capture(find_device(backend.list_devices(), "mic.monitor", "input"), OPTIONS)
    before = set(threading.enumerate())
    with running(stream):
        pulse.pactl("suspend-sink", "mic", "1")
    pulse.pactl("suspend-sink", "mic", "0")
    assert wait_until(lambda: set(threading.enumerate()) == before, 5.0)


@pytest.mark.realtime
def test_latency_is_measured_from_outside(pulse: PulseServer) -> None:
    backend = choose_backend("pulse")
    devices = backend.list_devices()
    capture, playback, wakeup = opened(backend, "mic.monitor", "out")
    loop = find_loop(devices, capture.device, playback.device)
    with routed(capture, playback, wakeup):
        report = measure_latency(backend, loop, n_chirps=4)
        waiting_ms = playback.level_samples() / RATE_HZ * 1000
    assert report.played == 4
    assert len(report.delays_ms) >= 3
    assert 0 < report.min_ms <= report.median_ms <= report.max_ms < 600
    # The ring alone holds a sample that long; the devices add theirs.
    assert report.max_ms > waiting_ms


@pytest.mark.realtime
def test_latency_of_silence_is_an_error(pulse: PulseServer) -> None:
    backend = choose_backend("pulse")
    devices = backend.list_devices()
    microphone, output = find_device(devices, "mic.monitor", "input"), find_device(devices, "out", "output")
    with pytest.raises(DeviceError) as caught:
        measure_latency(backend, find_loop(devices, microphone, output), n_chirps=2)
    assert caught.value.code == "device.not_heard"
