"""Our graph of Spleeter's network against PyTorch, with weights made here."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from onnxruntime import InferenceSession

from models.graphs.spleeter import N_BINS, spleeter_graph
from tests.models.graphs.torch_spleeter import TorchSpleeter


def made_network(seed: int = 0) -> TorchSpleeter:
    torch.manual_seed(seed)
    network = TorchSpleeter((4, 6, 8, 8, 10, 12))
    network.train(False)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 2.0)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.2)
    return network


@pytest.mark.parametrize(("half", "error"), [(False, 1e-5), (True, 1e-3)])
@pytest.mark.parametrize("n_frames", [64, 192])
def test_the_graph_computes_what_the_network_does(half: bool, error: float, n_frames: int) -> None:
    network = made_network()
    weights = {name: array.numpy() for name, array in network.state_dict().items() if array.dtype == torch.float32}
    mix = np.random.default_rng(1).exponential(1.0, (1, 2, n_frames, N_BINS)).astype(np.float32)
    with torch.no_grad():
        wanted = network(torch.from_numpy(mix)).numpy()
    session = InferenceSession(spleeter_graph(weights, half).SerializeToString(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"magnitudes": mix})
    assert float(np.ptp(wanted / np.maximum(mix, 1e-6))) > 0.05, "the network must do something"
    np.testing.assert_allclose(found, wanted, atol=error * mix.max())
