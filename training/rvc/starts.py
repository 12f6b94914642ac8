"""Where training starts from: RVC's published pair of networks for a version and rate, or nothing.

With them 20 to 200 epochs over ten minutes of speech make a voice; from nothing the network must first learn what speech is, and that takes
days.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from models.checkpoint import read_checkpoint
from models.errors import ModelError
from training.errors import TrainingError
from training.rvc.hyperparameters import HyperParameters
from training.rvc.networks.normed import Tensor

FOLDER = "starts"
ADDRESS = "https://huggingface.co/lj1995/VoiceConversionWebUI/resolve/main/"
SHA256 = {
    "pretrained_v2/f0G32k.pth": "2332611297b8d88c7436de8f17ef5f07a2119353e962cd93cda5806d59a1133d",
    "pretrained_v2/f0G40k.pth": "3b2c44035e782c4b14ddc0bede9e2f4a724d025cd073f736d4f43708453adfcb",
    "pretrained_v2/f0G48k.pth": "b5d51f589cc3632d4eae36a315b4179397695042edc01d15312e1bddc2b764a4",
    "pretrained_v2/f0D32k.pth": "bd7134e7793674c85474d5145d2d982e3c5d8124fc7bb6c20f710ed65808fa8a",
    "pretrained_v2/f0D40k.pth": "6b6ab091e70801b28e3f41f335f2fc5f3f35c75b39ae2628d419644ec2b0fa09",
    "pretrained_v2/f0D48k.pth": "2269b73c7a4cf34da09aea99274dabf99b2ddb8a42cbfb065fb3c0aa9a2fc748",
    "pretrained/f0G32k.pth": "285f524bf48bb692c76ad7bd0bc654c12bd9e5edeb784dddf7f61a789a608574",
    "pretrained/f0G40k.pth": "9115654aeef1995f7dd3c6fc4140bebbef0ca9760bed798105a2380a34299831",
    "pretrained/f0G48k.pth": "78bc9cab27e34bcfc194f93029374d871d8b3e663ddedea32a9709e894cc8fe8",
    "pretrained/f0D32k.pth": "294db3087236e2c75260d6179056791c9231245daf5d0485545d9e54c4057c77",
    "pretrained/f0D40k.pth": "7d4f5a441594b470d67579958b2fd4c6b992852ded28ff9e72eda67abcebe423",
    "pretrained/f0D48k.pth": "1b84c8bf347ad1e539c842e8f2a4c36ecd9e7fb23c16041189e4877e9b07925c",
}


@dataclass(frozen=True, slots=True)
class Starts:
    """The files of a generator and of discriminators."""

    generator: Path
    discriminators: Path


def names_of(parameters: HyperParameters) -> tuple[str, str] | None:
    """What the published pair is called; None where there is none (other widths than RVC's)."""
    whole = HyperParameters(parameters.version, parameters.rate_hz, parameters.has_f0, parameters.n_speakers)
    if parameters.spec != whole.spec or parameters.discriminator_width != 1.0:
        return None
    folder = "pretrained_v2" if parameters.version == "v2" else "pretrained"
    kind = "f0" if parameters.has_f0 else ""
    rate = f"{parameters.rate_hz // 1000}k.pth"
    return f"{folder}/{kind}G{rate}", f"{folder}/{kind}D{rate}"


def find_starts(parameters: HyperParameters, root: Path) -> Starts | None:
    """The pair below the foundation folder `root`: starts/pretrained_v2/f0G40k.pth and its fellow."""
    names = names_of(parameters)
    if names is None:
        return None
    generator, discriminators = (root / FOLDER / name for name in names)
    return Starts(generator, discriminators) if generator.is_file() and discriminators.is_file() else None


def load_start(network: Tensor, path: Path) -> None:
    """Fills `network` from a `G_*.pth` or `D_*.pth`; of its speakers as many as there are. Raises TrainingError `train.start_shape`."""
    try:
        found = read_checkpoint(path)["model"]
        weights = {name: torch.from_numpy(np.array(value, np.float32)) for name, value in found.items()}  # type: ignore[attr-defined]
        wanted = network.state_dict()
        if "emb_g.weight" in wanted and "emb_g.weight" in weights:
            weights["emb_g.weight"] = weights["emb_g.weight"][: len(wanted["emb_g.weight"])]
        network.load_state_dict(weights)
    except (ModelError, KeyError, AttributeError, RuntimeError, OSError) as error:
        raise TrainingError("train.start_shape", "start from", path.name, {"reason": str(error)[:200]}) from None
