"""`python -m training.neural`: makes the neural voices that come with the program, from packages of the package indexes alone.

    python -m training.neural data FOLDER       speaks the pairs
    python -m training.neural features FOLDER   what the engine would hear of them
    python -m training.neural train FOLDER      trains the decoder
    python -m training.neural export FOLDER     writes the graphs that the engine runs
    python -m training.neural make FOLDER       all of it

Every step goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

STEPS = ("data", "features", "train", "export")


def main() -> None:
    """Runs one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m training.neural", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("step", choices=(*STEPS, "make"))
    parser.add_argument("folder", type=Path, help="where packages, data and checkpoints are kept")
    parser.add_argument("--minutes", type=float, default=180.0, help="spoken sound, over all voices")
    parser.add_argument("--forms", type=int, default=6, help="of a sentence that are listened to (two of each timbre: all)")
    parser.add_argument("--steps", type=int, default=30000, help="steps of training")
    parser.add_argument("--cooldown", type=int, default=2000, help="the last steps, in which the learning rate falls")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", type=Path, default=Path("resources/models"), help="where the graphs go")
    parser.add_argument("--start", type=Path, help="a checkpoint of another run whose weights are the start")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    chosen = STEPS if options.step == "make" else (options.step,)
    for step in chosen:
        _run(step, options)


def _run(step: str, options: argparse.Namespace) -> None:
    folder: Path = options.folder
    if step == "data":
        from training.neural.pairs import speak_pairs

        speak_pairs(folder / "pairs", folder / "parts", options.minutes, options.seed)
    elif step == "features":
        from training.neural.features import extract

        extract(folder / "pairs", folder / "features", folder / "parts", options.seed, options.forms)
    elif step == "export":
        from training.neural.export import export

        export(folder, options.target)
    else:
        from training.neural.train import DecoderPlan, train

        plan = DecoderPlan(
            steps=options.steps, cooldown_steps=options.cooldown, batch=options.batch, seed=options.seed, threads=options.threads
        )
        train(plan, folder, options.start)


if __name__ == "__main__":
    main()
