"""Voices from before keys were kept: their graph has no such input, and computes its whole window in every block."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from onnx import numpy_helper

from bench.full_size import voice_network
from engine.synth.rvc import Rvc
from engine.synth.rvc_speech import Speech, SpeechSpec
from engine.synth.rvc_streamed import FRESH_FRAMES, LatentShape, StreamedNetwork
from models.graphs.synthesizer import build_latent
from tests.engine.synth.rvc_voices import CONTEXT_FRAMES, TIMING, melody, parts, speechlike, stream, voice_graphs
from tests.models.graphs.voices import SMALL, open_graph, snr_db

N_FRAMES = 120


def earlier_network() -> StreamedNetwork:
    """Of the near-sighted voice, with the number of kept frames written into the graph as none."""
    spec, weights = voice_network("v1-48k", True, 1, widths=SMALL)
    model = build_latent(spec, {name: np.zeros_like(array) if "conv_o" in name else array for name, array in weights.items()})
    kept = [one for one in model.graph.input if one.name != "n_past"]
    del model.graph.input[:]
    model.graph.input.extend(kept)
    model.graph.initializer.append(numpy_helper.from_array(np.zeros(1, np.int64), "n_past"))
    _, _, decoder = voice_graphs("v1-48k", True, 1, True)
    speech = Speech(decoder, SpeechSpec(spec.sample_rate_hz, spec.samples_per_frame, True))
    return StreamedNetwork(open_graph(model), speech, LatentShape(spec.inter_channels, spec.phone_dim, True, CONTEXT_FRAMES))


def test_it_speaks_as_one_that_keeps_its_keys() -> None:
    """Where no frame depends on distant ones both say the same."""
    assert CONTEXT_FRAMES > FRESH_FRAMES, "or nothing would be kept"
    made = parts(near_sighted=True)
    x, f0_hz = speechlike(N_FRAMES), melody(N_FRAMES)
    kept = stream(Rvc(made, TIMING), x, f0_hz)
    again = stream(Rvc(replace(made, network=earlier_network()), TIMING), x, f0_hz)
    assert snr_db(again, kept) > 80
