"""What live conversion costs the way peers do it: plain PyTorch float32, the whole window again at every block.

    python -m bench.baseline [--block MS] [--blocks N] [--json]

Full-size random networks (RVC v2 48 kHz, ContentVec, RMVPE, an index of 50,000 vectors) in torch's own layers, as many threads as torch
takes by itself; bench/peer/stream.py says what is computed. The bundled recording goes in block by block. Medians over the blocks; rtf:
seconds of computing per second of audio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import asdict, dataclass

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.full_size import content_encoder, index_of_vectors, rmvpe, voice_network
from bench.peer.content import ContentNetwork
from bench.peer.pitch import PitchNetwork
from bench.peer.stream import STAGES, Networks, PeerStream
from bench.peer.tensors import as_tensors
from bench.peer.voice import VoiceNetwork
from bench.programs import warn_if_busy
from models.graphs.content_weights import read_content_weights
from tests.e2e.speech import speech

BLOCKS_MS = (100, 250)
N_BLOCKS = 40
N_WARM_UP = 4


@dataclass(frozen=True, slots=True)
class BlockCost:
    """Of one block length: medians over `n_blocks`, whole and stage by stage."""

    block_ms: int
    rtf: float
    total_ms: float
    stage_ms: dict[str, float]
    slowest_ms: float
    n_blocks: int
    threads: int
    torch: str


def full_size_networks(n_vectors: int = 50_000) -> Networks:
    """Every network at its true size, weights of seed 0, as all benchmarks have them."""
    content_spec, content_weights = read_content_weights(content_encoder())
    voice_spec, voice_weights = voice_network("v2-48k")
    index = index_of_vectors(n_vectors)
    return Networks(
        content=ContentNetwork(content_spec, as_tensors(content_weights)),
        pitch=PitchNetwork(as_tensors(rmvpe())),
        voice=VoiceNetwork(voice_spec, as_tensors(voice_weights)),
        index=index,
        vectors=index.reconstruct_n(0, n_vectors),
    )


def measure(networks: Networks, block_ms: int, n_blocks: int = N_BLOCKS) -> BlockCost:
    """The cost of `n_blocks` blocks of speech, after some that are not counted."""
    stream = PeerStream(networks, block_ms)
    n = stream.block_samples
    sound = speech((n_blocks + N_WARM_UP) * block_ms / 1000)
    blocks = [sound[start : start + n] for start in range(0, len(sound) - n + 1, n)]
    shown = track(blocks, f"blocks of {block_ms} ms", console=Console(stderr=True), transient=True)
    counted = [stream.process(block)[1] for block in shown][N_WARM_UP:]
    totals_ms = [1000 * sum(laps_s.values()) for laps_s in counted]
    return BlockCost(
        block_ms=block_ms,
        rtf=statistics.median(totals_ms) / block_ms,
        total_ms=statistics.median(totals_ms),
        stage_ms={stage: 1000 * statistics.median(laps_s[stage] for laps_s in counted) for stage in STAGES},
        slowest_ms=max(totals_ms),
        n_blocks=len(counted),
        threads=torch.get_num_threads(),
        torch=torch.__version__,
    )


def table(costs: list[BlockCost]) -> Table:
    """A row a block length."""
    first = costs[0]
    shown = Table("block", "rtf", "median ms", *STAGES, "slowest ms", title=f"plain PyTorch {first.torch}, {first.threads} threads")
    for cost in costs:
        stages = (f"{cost.stage_ms[stage]:.1f}" for stage in STAGES)
        shown.add_row(f"{cost.block_ms} ms", f"{cost.rtf:.2f}", f"{cost.total_ms:.0f}", *stages, f"{cost.slowest_ms:.0f}")
    return shown


def block_length(text: str) -> int:
    """Milliseconds, a multiple of the frame."""
    block_ms = int(text)
    if block_ms < 10 or block_ms % 10:
        raise argparse.ArgumentTypeError("a block is a multiple of 10 ms")
    return block_ms


def main(arguments: list[str]) -> int:
    """Prints the table, or one JSON object a block length."""
    parser = argparse.ArgumentParser(prog="python -m bench.baseline", description=__doc__.splitlines()[0])
    parser.add_argument("--block", type=block_length, metavar="MS", help="only this block length (default: 100 and 250 ms)")
    parser.add_argument("--blocks", type=int, default=N_BLOCKS, metavar="N", help="how many blocks are measured")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    with Console(stderr=True).status("making the full-size networks"):
        networks = full_size_networks()
    warn_if_busy()
    costs = [measure(networks, block_ms, options.blocks) for block_ms in ([options.block] if options.block else BLOCKS_MS)]
    if options.json:
        sys.stdout.writelines(json.dumps(asdict(cost)) + "\n" for cost in costs)
    else:
        Console(width=140).print(table(costs))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
