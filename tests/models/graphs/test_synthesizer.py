"""The graphs of an RVC voice against the reference arrays, against plain torch for the other families, and streamed against whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch

from bench.full_size import FAMILIES, FULL_VOICE, voice_network
from engine.dsp.excitation import excite, frame_phases
from models.errors import BadVoiceFile
from models.graphs.decoder import plan_stages
from models.graphs.synthesizer import build_decoder, build_latent
from tests.models.graphs.torch_rvc import TorchRvc
from tests.models.graphs.voices import (
    SMALL,
    Floats,
    GraphVoice,
    Script,
    open_flow,
    open_graph,
    opened,
    random_voice,
    reference_voice,
    relative_error,
    script,
    snr_db,
    speak_in_blocks,
    speak_whole,
)

REFERENCES = ("rvc_v2_40k", "rvc_v1_40k")
TOLERANCE = 1e-4


def reference_script(name: str) -> tuple[GraphVoice, Script, dict[str, Floats]]:
    voice, arrays = reference_voice(name)
    f0_hz, spec = arrays["nsff0"][0], voice.spec
    phases = frame_phases(f0_hz, 0.0, spec.samples_per_frame, spec.sample_rate_hz)
    draws = arrays["source_noise"].reshape(len(f0_hz), spec.samples_per_frame)
    source = excite(f0_hz, phases, draws, spec.sample_rate_hz)
    return voice, Script(arrays["phone"], arrays["pitch"], arrays["z_noise"][:, :, None], source, arrays["sid"]), arrays


@pytest.mark.parametrize("name", REFERENCES)
def test_whole_sequence_equals_the_reference(name: str) -> None:
    voice, text, arrays = reference_script(name)
    latent = voice.latent.run(text.latent_feeds(True, text.n_frames), voice.latent.prepare())
    assert relative_error(latent["m"][:, :, 0], arrays["m_p"]) < TOLERANCE
    assert relative_error(latent["logs"][:, :, 0], arrays["logs_p"]) < TOLERANCE
    z, audio = speak_whole(voice, text)
    assert relative_error(z[:, :, 0], arrays["z"]) < TOLERANCE
    assert relative_error(audio, arrays["audio"][0, 0]) < TOLERANCE


@pytest.mark.parametrize("name", REFERENCES)
@pytest.mark.parametrize("hops", [[2], [10], [7, 1, 13, 3]])
def test_blocks_with_full_lookahead_equal_the_reference(name: str, hops: list[int]) -> None:
    voice, text, arrays = reference_script(name)
    audio = speak_in_blocks(voice, open_flow(voice), text, hops, text.n_frames)
    assert relative_error(audio, arrays["audio"][0, 0]) < TOLERANCE


def test_the_latent_graph_carries_the_flow() -> None:
    """Block by block through the latent graph itself: z of the committed frames is that of the whole."""
    voice, text, arrays = reference_script("rvc_v2_40k")
    state = voice.latent.prepare()
    blocks = [voice.latent.run(text.latent_feeds(True, 4, c), state)["z"][..., :4] for c in range(0, text.n_frames, 4)]
    assert relative_error(np.concatenate(blocks, axis=3)[:, :, 0], arrays["z"]) < TOLERANCE


@pytest.mark.parametrize("has_f0", [True, False])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_equals_plain_torch(family: str, has_f0: bool) -> None:
    voice = random_voice(family, has_f0)
    text = script(voice.spec, 24, sid=1)
    network = TorchRvc(voice.spec, voice.weights)
    m, logs = network.enc_p(torch.from_numpy(text.phone), torch.from_numpy(text.pitch) if has_f0 else None)
    z_p = m + torch.exp(logs) * torch.from_numpy(text.noise[:, :, 0]) * 0.66666
    z = network.flow(z_p, sid=1)
    source = torch.from_numpy(text.excitation)[None, None] if has_f0 else None
    wanted = network.decode(z, 1, source).numpy()
    got_z, got = speak_whole(voice, text)
    assert relative_error(got_z[:, :, 0], z.numpy()) < TOLERANCE
    assert relative_error(got, wanted) < TOLERANCE
    assert len(got) == 24 * voice.spec.sample_rate_hz // 100


@pytest.mark.parametrize("name", REFERENCES)
def test_plain_torch_equals_the_reference(name: str) -> None:
    voice, text, arrays = reference_script(name)
    network = TorchRvc(voice.spec, voice.weights)
    m, _ = network.enc_p(torch.from_numpy(text.phone), torch.from_numpy(text.pitch))
    assert relative_error(m.numpy(), arrays["m_p"]) < TOLERANCE
    audio = network.decode(torch.from_numpy(arrays["z"]), int(text.sid[0]), torch.from_numpy(text.excitation)[None, None])
    assert relative_error(audio.numpy(), arrays["audio"][0, 0]) < TOLERANCE


@pytest.mark.parametrize("family", FAMILIES)
def test_blocks_equal_the_whole_in_every_family(family: str) -> None:
    voice = random_voice(family)
    text = script(voice.spec, 60)
    _, whole = speak_whole(voice, text)
    assert snr_db(speak_in_blocks(voice, open_flow(voice), text, [5], 40), whole) > 100


def test_fixed_states_give_the_same_audio_and_are_never_empty() -> None:
    voice = random_voice("v2-48k")
    fixed = replace(voice, decoder=open_graph(build_decoder(voice.spec, voice.weights, fixed_states=True)))
    assert all(tensor.size for tensor in fixed.decoder.prepare().tensors.values())
    text, flow = script(voice.spec, 40), open_flow(voice)
    assert snr_db(speak_whole(fixed, text)[1], speak_whole(voice, text)[1]) > 100
    assert snr_db(speak_in_blocks(fixed, flow, text, [3, 8], 4), speak_in_blocks(voice, flow, text, [3, 8], 4)) > 100


def test_hop_and_lookahead_may_change_from_block_to_block() -> None:
    voice = random_voice("v2-48k")
    text = script(voice.spec, 80)
    _, whole = speak_whole(voice, text)
    assert snr_db(speak_in_blocks(voice, open_flow(voice), text, [2, 20, 1, 7, 3, 11], 40), whole) > 100


@pytest.mark.parametrize(("hop", "lookahead"), [(2, 0), (2, 30), (50, 0), (50, 30), (1, 1)])
def test_every_setting_runs_and_returns_what_it_commits(hop: int, lookahead: int) -> None:
    voice = random_voice("v1-32k")
    text = script(voice.spec, 60)
    _, whole = speak_whole(voice, text)
    streamed = speak_in_blocks(voice, open_flow(voice), text, [hop], lookahead)
    assert streamed.shape == whole.shape
    assert snr_db(streamed, whole) > (100 if lookahead == 30 else 10)


def test_two_runs_give_the_same_bits() -> None:
    voice = random_voice("v2-40k")
    text, flow = script(voice.spec, 40), open_flow(voice)
    first = speak_in_blocks(voice, flow, text, [4], 3)
    assert np.array_equal(first, speak_in_blocks(voice, flow, text, [4], 3))


def test_streams_through_one_graph_do_not_mix() -> None:
    voice = random_voice("v2-40k")
    alone, other = script(voice.spec, 20, seed=1), script(voice.spec, 20, seed=2)
    _, wanted = speak_whole(voice, alone)
    state, disturbing = voice.decoder.prepare(), voice.decoder.prepare()
    pieces = []
    for start in range(0, 20, 5):
        for text, kept in ((other, disturbing), (alone, state)):
            z, _ = speak_whole(voice, text)
            source = text.excitation[None, None, None, start * 400 :]
            piece = voice.decoder.run({"z": z[..., start:], "excitation": source, "sid": text.sid, "n_commit": 5}, kept)["audio"]
        pieces.append(piece)
    assert snr_db(np.concatenate(pieces), wanted) > 100


def test_speakers_differ_and_each_is_its_own() -> None:
    voice = random_voice("v2-32k", n_speakers=3)
    voices = [speak_whole(voice, script(voice.spec, 10, sid=sid))[1] for sid in range(3)]
    assert relative_error(voices[0], voices[1]) > 1e-3
    assert relative_error(voices[1], voices[2]) > 1e-3


def test_the_window_of_the_encoder_is_free() -> None:
    """Asking for the last frames only gives what asking for all gives there."""
    voice = random_voice("v2-40k")
    text = script(voice.spec, 50)
    everything = voice.latent.run(text.latent_feeds(True, 50), voice.latent.prepare())
    for n_out in (1, 2, 3, 17, 49):
        last = voice.latent.run(text.latent_feeds(True, n_out, 50 - n_out), voice.latent.prepare())
        assert last["m"].shape[3] == n_out
        assert relative_error(last["m"], everything["m"][..., -n_out:]) < 1e-5


def test_half_storage_halves_the_file_and_stays_close() -> None:
    spec, weights = voice_network("v2-40k", widths=SMALL)
    full, half = (len(build_decoder(spec, weights, half).SerializeToString()) for half in (False, True))
    assert half < 0.8 * full
    text = script(spec, 20)
    assert snr_db(speak_whole(opened(spec, weights, half_storage=True), text)[1], speak_whole(opened(spec, weights), text)[1]) > 40


def test_graphs_are_valid_onnx() -> None:
    spec, weights = voice_network("v1-48k", widths=SMALL)
    for model in (build_latent(spec, weights), build_decoder(spec, weights)):
        onnx.checker.check_model(model, full_check=True)


def test_rates_that_do_not_fit_are_refused() -> None:
    spec, _ = voice_network("v2-40k", widths=SMALL)
    with pytest.raises(BadVoiceFile):
        plan_stages(replace(spec, upsample_kernel_sizes=(15, 16, 4, 4)))


@pytest.mark.slow
def test_full_size_voice_streams_without_seams() -> None:
    voice = random_voice("v2-48k", widths=FULL_VOICE)
    text, flow = script(voice.spec, 100), open_flow(voice)
    _, whole = speak_whole(voice, text)
    assert snr_db(speak_in_blocks(voice, flow, text, [10], 34), whole) > 100
    streamed = speak_in_blocks(voice, flow, text, [10], 4)
    assert snr_db(streamed, whole) > 55
    jumps = np.abs(np.diff(streamed[4800:]))
    edges = np.arange(4800, len(jumps), 4800) - 1
    assert jumps[edges].max() <= np.delete(jumps, edges).max()
