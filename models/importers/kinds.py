"""What a checkpoint is when it is not a voice: told apart by the names of its values, so that the refusal can say it."""

from __future__ import annotations

from collections.abc import Mapping

from models.importers.refusal import Refusal

_TRAINING_KEYS = {"optimizer", "iteration", "learning_rate", "optimizer_states", "lr_schedulers"}
_CONTAINERS = ("weight", "model", "state_dict", "generator")

# (reason, network, beginnings of weight names of which one is enough)
_NETWORKS = (
    ("other_network", "so-vits-svc", ("emb_uv.", "f0_decoder.", "enc_p.f0_emb.")),
    ("other_network", "Diff-SVC", ("denoise_fn.", "model.denoise_fn.", "fs2.", "model.fs2.")),
    ("other_network", "DDSP-SVC", ("unit2ctrl.", "ddsp_model.", "diff_model.")),
    ("other_network", "GPT-SoVITS", ("quantizer.", "enc_p.ssl_proj.", "ref_enc.", "ssl_proj.", "model.h.layers.")),
    ("other_network", "VITS text to speech", ("enc_p.emb.", "dp.", "sdp.")),
    ("foundation_model", "RMVPE", ("unet.encoder.", "unet.decoder.")),
    ("foundation_model", "ContentVec or HuBERT", ("feature_extractor.conv_layers.", "hubert.feature_extractor.", "post_extract_proj.")),
    ("foundation_model", "CREPE", ("conv1_BN.",)),
    ("training_checkpoint", "discriminator", ("discriminators.",)),
)


def check_is_voice(outline: Mapping[str, object]) -> None:
    """Raises Refusal, with what the file is, unless it has the outline of an RVC voice: `weight` and no trace of another network."""
    names = _weight_names(outline)
    training = bool(_TRAINING_KEYS & outline.keys()) and "weight" not in outline
    for reason, network, beginnings in _NETWORKS:
        if any(name.startswith(beginnings) for name in names):
            raise Refusal(reason, f"a file of {network}", network=network)
    if training:
        raise Refusal("training_checkpoint", "a checkpoint to go on training from", network="generator")
    if not any(name.startswith(("enc_p.", "dec.", "flow.")) for name in names):
        raise Refusal("not_a_voice", "a checkpoint without any layer of a voice")
    if not isinstance(outline.get("weight"), dict):
        raise Refusal("missing_key", "the table of weights is missing", key="weight")


def _weight_names(outline: Mapping[str, object]) -> list[str]:
    names = list(outline)
    for key in _CONTAINERS:
        inner = outline.get(key)
        if isinstance(inner, dict):
            names += [name for name in inner if isinstance(name, str)]
    return names
