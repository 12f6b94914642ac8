"""An RVC voice as two ONNX graphs, built from its spec and weights: every version, sample rate, with and without f0, any number of
speakers.

latent     content features and coarse pitch of a window, noise -> latent frames z (`enc_p` over the window and the keys kept of what was
           before it, flow with carried state)
decoder    z and excitation -> audio (carried state)

They are two graphs because a formant shift stretches z between them, and because a runtime may give them different precision. Both follow
`models/graphs/stream.py`: one file serves every hop, look-ahead and window length, and, run once over all frames from fresh states, it is
the whole-sequence network.

latent, besides the states and `n_commit` (int64 [1]):
  in   phone   float32 [1, W, phone_dim]            content features, 100 Hz; W >= T frames that end where the block ends
       pitch   int64 [1, W]                         coarse pitch 1..255; only voices with f0
       n_past  int64 [1]                            frames before the window whose keys are kept, 0 for none (`models/graphs/enc_p.py`)
       noise   float32 [1, inter_channels, 1, T]    standard normal, not scaled; T = hop + look-ahead frames
       sid     int64 [1]                            speaker
  out  z       float32 [1, inter_channels, 1, T]
       m, logs float32 [1, inter_channels, 1, T]    what z was drawn from

decoder: see `models/graphs/decoder.py`.
"""

from __future__ import annotations

import numpy as np
import onnx

from models.graphs.builder import GraphBuilder
from models.graphs.decoder import add_decoder
from models.graphs.enc_p import add_enc_p
from models.graphs.flow import add_flow
from models.graphs.layers import Weights
from models.graphs.spec import RvcSpec
from models.graphs.stream import TIME, Stream

NOISE_SCALE = 0.66666


def build_latent(spec: RvcSpec, weights: Weights, half_storage: bool = False) -> onnx.ModelProto:
    """The graph `latent` of this file's head. weights: the checkpoint's names, weight norm folded, float32."""
    graph = GraphBuilder("latent", half_storage)
    stream = Stream(graph)
    noise = graph.input("noise", np.float32, [1, spec.inter_channels, 1, "frames"])
    sid = graph.input("sid", np.int64, [1])
    m, logs = add_enc_p(stream, spec, weights, graph.length(noise, TIME))
    deviation = graph.op("Mul", graph.op("Exp", logs), graph.op("Mul", noise, graph.scalar(NOISE_SCALE)))
    z = add_flow(graph, stream, spec, weights, graph.op("Add", m, deviation), sid)
    for value, name in ((z, "z"), (m, "m"), (logs, "logs")):
        graph.output(value, name, np.float32, [1, spec.inter_channels, 1, "frames"])
    return graph.build()


def build_decoder(spec: RvcSpec, weights: Weights, half_storage: bool = False, fixed_states: bool = False) -> onnx.ModelProto:
    """The graph `decoder`. weights as for `build_latent`.

    fixed_states: no state is ever empty, for runtimes that refuse empty tensors or want one shape for all blocks; some 15 % slower.
    """
    graph = GraphBuilder("decoder", half_storage)
    add_decoder(graph, Stream(graph), spec, weights, fixed_states)
    return graph.build()
