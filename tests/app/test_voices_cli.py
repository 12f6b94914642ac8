"""`urvc voices` and `urvc foundation` as a user has them: the real program, in a data folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.foundation import CATALOGUE
from tests.models.http_files import Files, Served, file_server
from tests.models.importers.onnx_speaking import write_speaking
from tests.models.voice_files import minimal_voice, save, with_tensors, zip_bytes

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "tests/data/reference"
VOICE = REFERENCE / "rvc_v2_40k.pth"
NO_SERVER = "http://127.0.0.1:9"


class Program:
    """Runs `urvc` with its data in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.environment = {
            **os.environ,
            "URVC_DATA_DIR": str(self.data),
            "URVC_FOUNDATION_MIRROR": NO_SERVER,
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "300",
        }

    def run(self, *arguments: str | Path, status: int = 0) -> str:
        """Standard output and error together; the exit status must be `status`."""
        command = [sys.executable, "-m", "app", *map(str, arguments)]
        result = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=120, check=False)
        text = result.stdout + result.stderr
        assert "Traceback" not in text
        assert result.returncode == status, text
        return text

    def json(self, *arguments: str | Path, status: int = 0) -> list[dict[str, Any]]:
        """The lines of `--json`."""
        return [json.loads(line) for line in self.run(*arguments, "--json", status=status).splitlines()]

    def interrupt(self, *arguments: str | Path, at: str) -> str:
        """Presses Ctrl+C when a line with `at` comes; returns everything that was said."""
        command = [sys.executable, "-m", "app", *map(str, arguments), "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment) as process:
            assert process.stdout is not None
            said = ""
            for line in process.stdout:
                said += line
                if at in line:
                    process.send_signal(signal.SIGINT)
                    break
            said += process.stdout.read()
            assert process.wait(60) == 130, said
        assert "Traceback" not in said
        return said

    def own(self) -> dict[str, dict[str, Any]]:
        """The user's voices by id."""
        voices: list[dict[str, Any]] = self.json("voices", "list")[0]["voices"]
        return {voice["id"]: voice for voice in voices if voice["own"]}

    def files(self) -> list[str]:
        """Every file and folder that the program keeps."""
        return sorted(str(path.relative_to(self.data)) for path in self.data.rglob("*")) if self.data.exists() else []


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def server() -> Iterator[Files]:
    with file_server() as files:
        yield files


def test_a_voice_is_added_named_shown_removed_and_put_back(program: Program) -> None:
    said = program.run("voices", "add", VOICE, "--name", "Somebody")
    assert "added, as somebody" in said
    assert "missing: contentvec, rmvpe. To get it: urvc foundation fetch contentvec rmvpe" in said
    voice = program.own()["somebody"]
    assert (voice["name"], voice["kind"], voice["rvc"]["sample_rate_hz"]) == ("Somebody", "rvc", 40_000)
    assert [(need["model"], need["required"]) for need in voice["needs"]] == [("contentvec", True), ("rmvpe", False)]
    assert "robot" in program.run("voices", "list")
    program.run("voices", "rename", "SOMEBODY", "Someone [bold]else[/bold]")
    assert "Someone [bold]else[/bold]" in program.run("voices", "list")
    shown = program.json("voices", "show", "Someone [bold]else[/bold]")[0]
    assert (shown["id"], shown["manifest"]["source"]["file"]) == ("somebody", "rvc_v2_40k.pth")
    assert "rvc_v2_40k.pth" in program.run("voices", "show", "somebody")
    assert "urvc voices restore somebody" in program.run("voices", "remove", "somebody")
    assert program.own() == {}
    program.run("voices", "restore", "Someone [bold]else[/bold]")
    assert set(program.own()) == {"somebody"}


def test_importing_twice_is_recognised_and_an_index_may_come_later(program: Program, tmp_path: Path) -> None:
    voice = save(tmp_path / "x.pth", with_tensors(minimal_voice()))
    assert [line["outcome"] for line in program.json("voices", "add", voice) if line["type"] == "voice"] == ["new"]
    assert "here already" in program.run("voices", "add", voice)
    wrong = REFERENCE / "added_IVF8_Flat_nprobe_1_reference_v2.index"
    error = program.json("voices", "add", voice, "--index", wrong, status=1)[-2]["error"]
    assert (error["code"], error["facts"]["reason"]) == ("voice.bad_file", "wrong_index")
    assert "index" in error["text"]


def test_two_hundred_files_of_which_most_are_bad(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "voices"
    folder.mkdir()
    good = [f"voice {n}.pth" for n in range(8)]
    for n, name in enumerate(good):
        save(folder / name, with_tensors({**minimal_voice(), "info": f"{n}epoch"}))
    content = (folder / good[0]).read_bytes()
    for n in range(189):
        (folder / f"bad {n}.pth").write_bytes(content[: 50 * n])
    (folder / "same.zip").write_bytes(zip_bytes({"other.pth": content}))
    write_speaking(folder / "foreign.onnx", "w-okada")
    (folder / "trained_IVF8.index").write_bytes(b"x")
    lines = program.json("voices", "add", *sorted(folder.iterdir()), status=1)
    assert lines[-1] == {"type": "summary", "added": 9, "known": 1, "refused": 190, "stopped": False}
    assert all(error["text"].endswith(".") and "{" not in error["text"] for line in lines if (error := line.get("error")))
    assert len(program.own()) == 9
    again = program.run("voices", "add", folder, status=1)
    assert "0 added, 10 here already, 189 refused." in again
    assert not [name for name in program.files() if ".incoming" in name]


def test_one_name_for_several_voices_is_refused(program: Program) -> None:
    error = program.json("voices", "add", VOICE, REFERENCE / "rvc_v1_40k.pth", "--name", "x", status=1)[0]["error"]
    assert error["code"] == "cli.voices_add"


def test_stopping_leaves_nothing_half_done(program: Program, tmp_path: Path) -> None:
    voices = [save(tmp_path / f"{n}.pth", with_tensors({**minimal_voice(), "info": str(n)})) for n in range(60)]
    said = program.interrupt("voices", "add", *voices, at='"type": "voice"')
    summary = json.loads(said.splitlines()[-1])
    assert summary["added"] + summary["known"] + summary["refused"] < 60
    assert len(program.own()) == summary["added"]
    assert not [name for name in program.files() if ".incoming" in name]


def test_built_in_voices_stay(program: Program) -> None:
    for arguments in (("remove", "Robot"), ("rename", "robot", "x")):
        assert program.json("voices", *arguments, status=1)[0]["error"]["code"] == "voice.builtin"
    program.run("voices", "add", VOICE, "--name", "Robot")
    assert program.own()["robot-2"]["name"] == "Robot (2)"


def test_voices_that_are_not_there(program: Program) -> None:
    for arguments in (("show", "robt"), ("remove", "robt"), ("rename", "robt", "x")):
        assert program.json("voices", *arguments, status=1)[0]["error"]["code"] == "voice.not_found"
    assert "robot" in program.run("voices", "show", "robt", status=1)
    assert program.json("voices", "restore", "robt", status=1)[0]["error"]["code"] == "voice.not_removed"


def test_a_broken_folder_is_said_and_can_be_removed(program: Program) -> None:
    program.run("voices", "add", VOICE, "--name", "a")
    (program.data / "voices" / "a" / "decoder.onnx").unlink()
    listed = program.json("voices", "list")[0]
    assert [broken["id"] for broken in listed["broken"]] == ["a"]
    assert "decoder.onnx" in program.run("voices", "list")
    program.run("voices", "remove", "a")
    assert program.json("voices", "list")[0]["broken"] == []


def test_foundation_models_by_hand(program: Program) -> None:
    program.run("voices", "add", VOICE)
    states = {model["name"]: model["state"] for model in program.json("foundation", "status")[0]["models"]}
    assert states == {"contentvec": "missing", "rmvpe": "missing"}
    assert "urvc foundation fetch contentvec rmvpe" in program.run("foundation", "status")
    assert program.json("foundation", "add", REFERENCE / "rmvpe.pt")[-1]["name"] == "rmvpe"
    program.run("foundation", "add", REFERENCE / "contentvec_hf")
    states = {model["name"]: model["state"] for model in program.json("foundation", "status")[0]["models"]}
    assert states == {"contentvec": "ready", "rmvpe": "ready"}
    assert program.own()["rvc-v2-40k"]["needs"] == []
    assert "Everything is here" in program.run("foundation", "fetch")


def test_an_encoder_that_no_catalogue_has(program: Program, tmp_path: Path) -> None:
    program.run("voices", "add", save(tmp_path / "x.pth", {**with_tensors(minimal_voice()), "embedder_model": "spin_v2"}))
    assert program.own()["x"]["command"] == "urvc foundation add FILE --as spin-v2"
    assert "spin-v2" in program.run("foundation", "status")
    encoder = REFERENCE / "hubert_fairseq_layout.pt"
    assert program.json("foundation", "add", encoder, status=1)[-1]["error"]["code"] == "foundation.unnamed"
    program.run("foundation", "add", encoder, "--as", "spin-v2")
    assert [need["model"] for need in program.own()["x"]["needs"]] == ["rmvpe"]


def test_foundation_files_that_are_none(program: Program) -> None:
    error = program.json("foundation", "add", VOICE, status=1)[-1]["error"]
    assert (error["code"], error["facts"]["reason"]) == ("foundation.bad_file", "a_voice")
    assert "urvc voices add" in error["text"]


def test_a_foundation_model_among_voices_becomes_one(program: Program) -> None:
    said = program.json("voices", "add", REFERENCE / "rmvpe.pt")[-2]
    assert (said["type"], said["name"]) == ("model", "rmvpe")


def test_fetching_without_a_network_says_what_to_do(program: Program) -> None:
    said = program.run("foundation", "fetch", status=1)
    for name in ("hubert_base.pt", "rmvpe.pt"):
        assert f"{NO_SERVER}/{name}" in said
    assert f"put it into {program.data / 'foundation'} " in said
    assert "urvc foundation add FILE" in said
    assert program.json("foundation", "fetch", "spin", status=1)[0]["error"]["code"] == "foundation.unknown"


def test_fetching_a_wrong_file_takes_nothing(program: Program, server: Files) -> None:
    program.environment["URVC_FOUNDATION_MIRROR"] = server.address
    for file in CATALOGUE:
        server.put(f"/{file.file_name}", Served(b"something else"))
    errors = [line["error"]["code"] for line in program.json("foundation", "fetch", status=1) if "error" in line]
    assert errors == ["foundation.wrong_file", "foundation.wrong_file"]
    assert program.files() == ["foundation"]


def test_stopping_a_download_leaves_only_what_the_next_one_goes_on_with(program: Program, server: Files) -> None:
    program.environment["URVC_FOUNDATION_MIRROR"] = server.address
    held = threading.Event()
    server.put("/rmvpe.pt", Served(bytes(1 << 22), no_length=True, held=held))
    try:
        program.interrupt("foundation", "fetch", "rmvpe", at='"done": 0.01')
    finally:
        held.set()
    assert all(file == "foundation" or file.startswith("foundation/.download") for file in program.files())
