"""What a run leaves to be looked at: a table of losses, TensorBoard's files, MLflow where it is installed and asked for."""

from __future__ import annotations

import csv
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

TABLE = "losses.csv"
BOARD = "tensorboard"
MLFLOW_VARIABLE = "MLFLOW_TRACKING_URI"
COLUMNS = ("step", "epoch", "learning_rate", "discriminator", "adversarial", "feature", "mel", "kl", "generator_norm", "discriminator_norm")


class Log(Protocol):
    """Takes numbers under names."""

    def write(self, step: int, values: dict[str, float]) -> None: ...

    def close(self) -> None: ...


class Table:
    """`losses.csv`: one row a step. A resumed run drops the rows after the step that it goes on from."""

    def __init__(self, run: Path, from_step: int) -> None:
        path = run / TABLE
        kept = [row for row in read_table(run) if int(row["step"]) <= from_step]
        part = path.with_name(f".{TABLE}.part")
        self._file = part.open("w", encoding="utf-8", newline="")
        self._writer = csv.DictWriter(self._file, COLUMNS, extrasaction="ignore")
        self._writer.writeheader()
        self._writer.writerows(kept)
        self._file.flush()
        os.replace(part, path)  # noqa: PTH105 - the open file goes on under its new name

    def write(self, step: int, values: dict[str, float]) -> None:
        self._writer.writerow({"step": step, **{name: repr(value) for name, value in values.items()}})
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class TensorBoard:
    """TensorBoard's event files, through tensorboardX."""

    def __init__(self, run: Path) -> None:
        from tensorboardX import SummaryWriter

        self._writer = SummaryWriter(str(run / BOARD))

    def write(self, step: int, values: dict[str, float]) -> None:
        for name, value in values.items():
            self._writer.add_scalar(f"train/{name}", value, step)

    def close(self) -> None:
        self._writer.close()


class MLflow:
    """An MLflow run, where MLflow is installed and MLFLOW_TRACKING_URI says where."""

    def __init__(self, run: Path, parameters: dict[str, Any]) -> None:
        import mlflow

        self._mlflow = mlflow
        mlflow.set_experiment("urvc")
        remembered = run / "mlflow.json"
        known = json.loads(remembered.read_text("utf-8"))["run_id"] if remembered.exists() else None
        started = mlflow.start_run(run_id=known, run_name=run.name)
        if known is None:
            remembered.write_text(json.dumps({"run_id": started.info.run_id}), "utf-8")
            mlflow.log_params(parameters)

    def write(self, step: int, values: dict[str, float]) -> None:
        self._mlflow.log_metrics(values, step=step)

    def close(self) -> None:
        self._mlflow.end_run()


def open_logs(run: Path, from_step: int, parameters: dict[str, Any]) -> list[Log]:
    """Every log that can be kept here."""
    logs: list[Log] = [Table(run, from_step)]
    with suppress(ImportError):  # the table is kept in any case
        logs.append(TensorBoard(run))
    if os.environ.get(MLFLOW_VARIABLE):
        logs.append(MLflow(run, parameters))
    return logs


def read_table(run: Path) -> list[dict[str, str]]:
    """The rows of `losses.csv`, as texts; a last line that a kill cut off is left out."""
    path = run / TABLE
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row.get(name) for name in COLUMNS)]
