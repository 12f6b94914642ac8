"""Which weights an RVC synthesizer has, and of what shape: derived from its spec, so that a graph is never built from contradictions."""

from __future__ import annotations

from models.graphs.spec import RvcSpec

Shapes = dict[str, tuple[int, ...]]

N_FLOWS = 4
FLOW_KERNEL = 5
FLOW_LAYERS = 3
RELATIVE_POSITIONS = 21
PITCH_STEPS = 256
PRE_POST_KERNEL = 7


def expected_shapes(spec: RvcSpec) -> Shapes:
    """Name -> shape of every weight, weight norm folded; a transposed convolution is [in, out, kernel], any other [out, in, kernel]."""
    shapes: Shapes = {"emb_g.weight": (spec.n_speakers, spec.gin_channels)}
    _enc_p(shapes, spec)
    _flow(shapes, spec)
    _decoder(shapes, spec)
    return shapes


def _layer(shapes: Shapes, name: str, shape: tuple[int, ...]) -> None:
    shapes[f"{name}.weight"] = shape
    shapes[f"{name}.bias"] = shape[:1]


def _enc_p(shapes: Shapes, spec: RvcSpec) -> None:
    hidden, filters, kernel = spec.hidden_channels, spec.filter_channels, spec.kernel_size
    _layer(shapes, "enc_p.emb_phone", (hidden, spec.phone_dim))
    if spec.has_f0:
        shapes["enc_p.emb_pitch.weight"] = (PITCH_STEPS, hidden)
    for i in range(spec.n_layers):
        attention = f"enc_p.encoder.attn_layers.{i}"
        for part in ("emb_rel_k", "emb_rel_v"):
            shapes[f"{attention}.{part}"] = (1, RELATIVE_POSITIONS, hidden // spec.n_heads)
        for part in ("conv_q", "conv_k", "conv_v", "conv_o"):
            _layer(shapes, f"{attention}.{part}", (hidden, hidden, 1))
        for part in ("norm_layers_1", "norm_layers_2"):
            shapes[f"enc_p.encoder.{part}.{i}.gamma"] = (hidden,)
            shapes[f"enc_p.encoder.{part}.{i}.beta"] = (hidden,)
        _layer(shapes, f"enc_p.encoder.ffn_layers.{i}.conv_1", (filters, hidden, kernel))
        _layer(shapes, f"enc_p.encoder.ffn_layers.{i}.conv_2", (hidden, filters, kernel))
    _layer(shapes, "enc_p.proj", (2 * spec.inter_channels, hidden, 1))


def _flow(shapes: Shapes, spec: RvcSpec) -> None:
    hidden, half = spec.hidden_channels, spec.inter_channels // 2
    for i in range(N_FLOWS):
        name = f"flow.flows.{2 * i}"
        _layer(shapes, f"{name}.pre", (hidden, half, 1))
        _layer(shapes, f"{name}.post", (half, hidden, 1))
        _layer(shapes, f"{name}.enc.cond_layer", (2 * hidden * FLOW_LAYERS, spec.gin_channels, 1))
        for j in range(FLOW_LAYERS):
            _layer(shapes, f"{name}.enc.in_layers.{j}", (2 * hidden, hidden, FLOW_KERNEL))
            n_out = 2 * hidden if j < FLOW_LAYERS - 1 else hidden
            _layer(shapes, f"{name}.enc.res_skip_layers.{j}", (n_out, hidden, 1))


def _decoder(shapes: Shapes, spec: RvcSpec) -> None:
    first = spec.upsample_initial_channels
    _layer(shapes, "dec.conv_pre", (first, spec.inter_channels, PRE_POST_KERNEL))
    _layer(shapes, "dec.cond", (first, spec.gin_channels, 1))
    if spec.has_f0:
        _layer(shapes, "dec.m_source.l_linear", (1, 1))
    for i, kernel in enumerate(spec.upsample_kernel_sizes):
        width, narrow = first >> i, first >> (i + 1)
        shapes[f"dec.ups.{i}.weight"] = (width, narrow, kernel)
        shapes[f"dec.ups.{i}.bias"] = (narrow,)
        if spec.has_f0:
            stride = spec.excitation_stride(i)
            _layer(shapes, f"dec.noise_convs.{i}", (narrow, 1, 2 * stride if i < spec.n_stages - 1 else 1))
        for j, (size, dilations) in enumerate(zip(spec.resblock_kernel_sizes, spec.resblock_dilations, strict=True)):
            block = f"dec.resblocks.{i * len(spec.resblock_kernel_sizes) + j}"
            for k in range(len(dilations)):
                _layer(shapes, f"{block}.convs1.{k}", (narrow, narrow, size))
                _layer(shapes, f"{block}.convs2.{k}", (narrow, narrow, size))
    shapes["dec.conv_post.weight"] = (1, first >> spec.n_stages, PRE_POST_KERNEL)
