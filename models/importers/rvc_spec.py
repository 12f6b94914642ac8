"""The config list of an RVC voice -> RvcSpec, every number checked. It has 18 items; ddPn08's trainer writes the width of the content
features before the last one.

[spec_channels, segment, inter, hidden, filter, heads, layers, kernel, dropout, resblock, resblock kernels, resblock dilations,
upsample rates, upsample initial channels, upsample kernels, speakers, gin, sample rate]. The file's own list wins over any table of
versions; only the number of speakers is taken from the weights, because training tools leave a wrong one in the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from models.graphs.spec import FRAME_RATE_HZ, RvcSpec
from models.importers.refusal import Refusal

WeightShapes = Mapping[str, tuple[int, ...]]

N_ITEMS = 18
_LAYERS = ((256, 9), (768, 12))
_PHONE_DIMS: Mapping[int, Literal["v1", "v2"]] = {256: "v1", 768: "v2"}
_MAX_CHANNELS = 4096
_MAX_SPEAKERS = 10_000


def spec_of(values: Mapping[str, object], shapes: WeightShapes) -> RvcSpec:
    """The spec of a voice. values: the checkpoint without its weights; shapes: of its weights, weight norm folded. Raises Refusal."""
    config = _config_list(values)
    version, phone_dim = _version(values.get("version"), shapes)
    if _whole(config, 9, 0, 9) != 1:
        raise Refusal("bad_config", f"residual blocks of type {config[9]!s:.8} in place of 1")
    spec = RvcSpec(
        spec_channels=_whole(config, 0, 1, 1 << 16),
        inter_channels=_whole(config, 2, 2, _MAX_CHANNELS),
        hidden_channels=_whole(config, 3, 1, _MAX_CHANNELS),
        filter_channels=_whole(config, 4, 1, 4 * _MAX_CHANNELS),
        n_heads=_whole(config, 5, 1, 64),
        n_layers=_whole(config, 6, 1, 64),
        kernel_size=_whole(config, 7, 1, 31),
        resblock_kernel_sizes=_wholes(config[10], "resblock kernels", 31),
        resblock_dilations=_dilations(config[11]),
        upsample_rates=_wholes(config[12], "upsample rates", 64),
        upsample_initial_channels=_whole(config, 13, 2, _MAX_CHANNELS),
        upsample_kernel_sizes=_wholes(config[14], "upsample kernels", 128),
        n_speakers=_n_speakers(shapes),
        gin_channels=_whole(config, 16, 1, _MAX_CHANNELS),
        sample_rate_hz=_sample_rate_hz(config[17], values.get("sr")),
        version=version,
        has_f0=_has_f0(values.get("f0"), shapes),
        phone_dim=phone_dim,
    )
    _check_together(spec)
    return spec


def _config_list(values: Mapping[str, object]) -> list[object]:
    config = values.get("config")
    if config is None:
        raise Refusal("missing_key", "the list of the network's sizes is missing", key="config")
    if not isinstance(config, (list, tuple)) or len(config) not in (N_ITEMS, N_ITEMS + 1):
        raise Refusal("bad_config", f"the config is no list of {N_ITEMS} items")
    items = list(config)
    if len(items) == N_ITEMS:
        return items
    width, layer = items.pop(-2), values.get("embedder_output_layer", None)
    if layer is not None and (width, layer) not in _LAYERS:
        raise Refusal(
            "unsupported_version", f"content features of {width!s:.8} numbers from layer {layer!s:.8}; known are 256 of 9 and 768 of 12"
        )
    return items


def _whole(config: list[object], index: int, low: int, high: int) -> int:
    value = config[index]
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8:
        value = int(value)
    if type(value) is not int or not low <= value <= high:
        raise Refusal("bad_config", f"item {index} of the config is not a whole number from {low} to {high}")
    return value


def _wholes(value: object, what: str, high: int) -> tuple[int, ...]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= 8:
        raise Refusal("bad_config", f"the {what} are no list of 1 to 8 numbers")
    return tuple(_whole(list(value), i, 1, high) for i in range(len(value)))


def _dilations(value: object) -> tuple[tuple[int, ...], ...]:
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= 8:
        raise Refusal("bad_config", "the resblock dilations are no list of 1 to 8 lists")
    return tuple(_wholes(item, "resblock dilations", 64) for item in value)


def _sample_rate_hz(last: object, named: object) -> int:
    """An int, "40k" or "40000", from the config's last item or else from the file's `sr`."""
    for value in (last, named):
        text = str(value) if isinstance(value, (str, int)) and type(value) is not bool else ""
        digits = text.strip().lower().removesuffix("k")
        if digits.isascii() and digits.isdigit() and len(digits) <= 6:
            rate_hz = int(digits) * (1000 if "k" in text.lower() else 1)
            if 8000 <= rate_hz <= 192_000:
                return rate_hz
    raise Refusal("bad_config", "the sample rate is missing")


def _version(named: object, shapes: WeightShapes) -> tuple[Literal["v1", "v2"], int]:
    phone = shapes.get("enc_p.emb_phone.weight", ())
    if len(phone) != 2:
        raise Refusal("missing_weight", "the layer that takes the content features is missing", weight="enc_p.emb_phone.weight")
    found = _PHONE_DIMS.get(phone[1])
    label = named.strip().lower() if isinstance(named, str) else ""
    if label and label not in ("v1", "v2"):
        raise Refusal("unsupported_version", f"the file says it is version {label[:20]!r}", version=label[:20])
    if found is None or (label and label != found):
        detail = f"content features of {phone[1]} numbers" + (f" in a voice of version {label}" if label else "")
        raise Refusal("unsupported_version", detail, version=label)
    return found, phone[1]


def _has_f0(named: object, shapes: WeightShapes) -> bool:
    if isinstance(named, (bool, int)):
        return bool(named)
    if isinstance(named, str) and named.strip().lower() in ("0", "1", "true", "false"):
        return named.strip().lower() in ("1", "true")
    return "enc_p.emb_pitch.weight" in shapes


def _n_speakers(shapes: WeightShapes) -> int:
    table = shapes.get("emb_g.weight", ())
    if len(table) != 2 or not 1 <= table[0] <= _MAX_SPEAKERS:
        raise Refusal("missing_weight", "the table of speakers is missing", weight="emb_g.weight")
    return table[0]


def _check_together(spec: RvcSpec) -> None:
    stages = spec.n_stages
    if len(spec.upsample_kernel_sizes) != stages or len(spec.resblock_dilations) != len(spec.resblock_kernel_sizes):
        raise Refusal("bad_config", "lists of the config that belong together have different lengths")
    if spec.samples_per_frame * FRAME_RATE_HZ != spec.sample_rate_hz:
        detail = f"its frames of {spec.samples_per_frame} samples at {spec.sample_rate_hz} Hz are not 10 ms long"
        raise Refusal("unsupported_rates", detail)
    if spec.inter_channels % 2 or spec.hidden_channels % spec.n_heads or spec.upsample_initial_channels % (1 << stages):
        raise Refusal("bad_config", "channels of the config that cannot be divided as the network divides them")
    if any(size % 2 == 0 for size in (spec.kernel_size, *spec.resblock_kernel_sizes)):
        raise Refusal("bad_config", "a kernel of even length")
