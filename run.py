#!/usr/bin/env python3
"""Sets URVC up and starts it: `python3 run.py`, on a machine with nothing but Python.

    python3 run.py [ARGUMENTS]   set up, then start the program (ARGUMENTS go to `urvc`)
    python3 run.py setup         only set up
    python3 run.py test [ARGS]   set up with the test tools, then all checks and tests (with ARGS: only pytest ARGS)
    python3 run.py check         the same as `test` without ARGS: what CI runs
    python3 run.py package       builds what people download, for the system that this is (installer/package.py)

Before any of these, `--gpu` or `--no-gpu`: whether inference comes with NVIDIA's libraries (2.5 GB on disk). Without a word: where a card
is found. What was chosen stays chosen.

Uses the standard library only. Everything goes into .venv beside this file; system packages are installed where rights allow,
else asked for by name. pip's own environment variables (index, find-links, proxy) are left to pip.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PACKAGE_VENV = ROOT / "build" / "venv"
STAMP = VENV / "urvc-setup.sha256"
OLDEST_PYTHON = (3, 11)
TORCH = "torch==2.13.0"
CPU_RUNTIME, GPU_RUNTIME = "onnxruntime", "onnxruntime-gpu"
GPU_MARK = VENV / "urvc-gpu"
"""Holds yes or no: what was asked for by `--gpu` or `--no-gpu`."""

# shared library -> Debian package. Required ones stop the set-up when they cannot be had; the others only cost their feature.
REQUIRED_LIBRARIES = {"portaudio": "libportaudio2"}
WANTED_LIBRARIES = {
    "pulse-simple": "libpulse0",
    "EGL": "libegl1",
    "GL": "libgl1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-image": "libxcb-image0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-xinerama": "libxcb-xinerama0",
    "xcb-shape": "libxcb-shape0",
    "dbus-1": "libdbus-1-3",
    "gssapi_krb5": "libgssapi-krb5-2",
}
TEST_PROGRAMS = {"pulseaudio": "pulseaudio", "pactl": "pulseaudio-utils", "Xvfb": "xvfb"}


def main(arguments: list[str]) -> int:
    """Runs the command line above and returns its exit status."""
    if sys.version_info < OLDEST_PYTHON:
        return fail(f"URVC needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer; this is {sys.version.split()[0]}.")
    if sys.platform == "darwin" or os.name == "nt":
        os.environ.setdefault("PYTHONUTF8", "1")
    asked, arguments = gpu_asked(arguments)
    command = arguments[0] if arguments else ""
    testing = command in ("test", "check")
    try:
        system_packages(testing)
        status = package(arguments[1:]) if command == "package" else set_up(testing, asked)
    except SetupError as error:
        return fail(str(error))
    except KeyboardInterrupt:
        return fail("Stopped. Run the same command again to go on.")
    if command == "package":
        return status
    return run_command(command, arguments)


def run_command(command: str, arguments: list[str]) -> int:
    """What follows the set-up."""
    if command == "setup":
        say("Ready. Start with: python3 run.py")
        return 0
    if command in ("test", "check"):
        return run_checks(arguments[1:])
    return start([str(venv_python()), "-m", "app", *arguments])


class SetupError(Exception):
    """The set-up cannot go on; the text says what to do."""


def say(text: str) -> None:
    print(f"urvc: {text}", file=sys.stderr, flush=True)


def fail(text: str) -> int:
    say(text)
    return 1


# --- system packages -----------------------------------------------------------------------------------------------------------------


def system_packages(testing: bool) -> None:
    """Installs what pip cannot (Debian, Ubuntu and kin); elsewhere names it."""
    if not sys.platform.startswith("linux"):
        return
    required = [package for name, package in REQUIRED_LIBRARIES.items() if not has_library(name)]
    if not (VENV / "bin").exists() and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        required.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    wanted = [package for name, package in WANTED_LIBRARIES.items() if not has_library(name)]
    if testing:
        wanted += [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
    if not required and not wanted:
        return
    line = "apt-get install -y " + " ".join(required + wanted)
    prefix = root_prefix()
    if shutil.which("apt-get") and prefix is not None:
        say("installing system packages: " + " ".join(required + wanted))
        if apt(prefix, required + wanted):
            return
        if not required or apt(prefix, required):
            say("some optional system packages could not be installed: " + " ".join(wanted))
            return
    if required:
        raise SetupError(f"these system packages are missing and need an administrator. Run this, then try again:\n\n    sudo {line}\n")
    say(f"some features need system packages that are not here (virtual microphone, window). To have them: sudo {line}")


def has_library(name: str) -> bool:
    """Whether the dynamic linker finds the library (ldconfig may be outside a user's PATH)."""
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = path + os.pathsep + "/sbin" + os.pathsep + "/usr/sbin"
    try:
        return ctypes.util.find_library(name) is not None
    finally:
        os.environ["PATH"] = path


def root_prefix() -> list[str] | None:
    """How to become root without asking a password: [] as root, ["sudo", "-n"] where sudo allows, else None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def apt(prefix: list[str], packages: list[str]) -> bool:
    """Whether apt-get installed all of `packages`."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    keep = ["env", "DEBIAN_FRONTEND=noninteractive"] if prefix else []
    install = [*prefix, *keep, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    update = [*prefix, "apt-get", "update", "-q"]
    if subprocess.run(install, env=environment, capture_output=True, check=False).returncode == 0:
        return True
    subprocess.run(update, env=environment, stdout=sys.stderr, check=False)
    return subprocess.run(install, env=environment, stdout=sys.stderr, check=False).returncode == 0


# --- Python packages -----------------------------------------------------------------------------------------------------------------


def gpu_asked(arguments: list[str]) -> tuple[bool | None, list[str]]:
    """What `--gpu` or `--no-gpu` at the front ask for, None without either; and the other arguments."""
    if arguments[:1] in (["--gpu"], ["--no-gpu"]):
        return arguments[0] == "--gpu", arguments[1:]
    return None, arguments


def wants_gpu(asked: bool | None) -> bool:
    """Whether to install NVIDIA's libraries: as asked now, as asked before, or because there is a card."""
    if sys.platform == "darwin":
        return False
    if asked is not None:
        GPU_MARK.parent.mkdir(parents=True, exist_ok=True)
        GPU_MARK.write_text("yes" if asked else "no", encoding="utf-8")
        return asked
    if GPU_MARK.exists():
        return GPU_MARK.read_text(encoding="utf-8").strip() == "yes"
    return has_card()


def has_card() -> bool:
    """Whether NVIDIA's driver shows a card."""
    if any(Path("/proc/driver/nvidia/gpus").glob("*")):
        return True
    program = shutil.which("nvidia-smi")
    if program is None:
        return False
    answer = subprocess.run([program, "-L"], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and "GPU 0" in answer.stdout


def set_up(testing: bool, asked: bool | None = None) -> int:
    """Makes .venv hold exactly what the lock files say; returns 0. A finished set-up is recognised and costs nothing."""
    gpu = wants_gpu(asked)
    wanted = fingerprint(testing, gpu)
    if STAMP.exists() and wanted in STAMP.read_text(encoding="utf-8").split():
        return 0
    if not venv_python().exists():
        say("making .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(VENV)], "make the virtual environment")
    say("installing Python packages (some 600 MB on the first run, a few minutes)")
    install_locked(gpu)
    pip("--no-deps", "-e", str(ROOT))
    stamps = [fingerprint(False, gpu)]
    if testing:
        pip("--no-deps", "-r", str(ROOT / "requirements-dev.lock"))
        pip(TORCH)
        stamps.append(wanted)
    STAMP.write_text("\n".join(stamps), encoding="utf-8")
    return 0


def install_locked(gpu: bool) -> None:
    """What requirements.lock says, with the build of ONNX Runtime that fits: two builds of it cannot lie beside each other."""
    other = CPU_RUNTIME if gpu else GPU_RUNTIME
    ours = GPU_RUNTIME if gpu else CPU_RUNTIME
    if has_distribution(other):
        pip_uninstall(other)
        if has_distribution(ours):  # they share files, which are gone now
            pip_uninstall(ours)
    if not gpu:
        pip("--no-deps", "-r", str(ROOT / "requirements.lock"))
        return
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pip("--no-deps", *(line.replace(" ; ", "; ") for line in lines if line.partition("==")[0] != CPU_RUNTIME))
    pip("--no-deps", "-r", str(ROOT / "requirements-gpu.lock"))


def has_distribution(name: str) -> bool:
    """Whether .venv holds the package."""
    return any(VENV.glob(f"**/site-packages/{name.replace('-', '_')}-[0-9]*.dist-info"))


def package(arguments: list[str]) -> int:
    """Builds what people download, in an environment of its own that holds nothing but what goes in and what builds it."""
    locks = [ROOT / "requirements.lock", ROOT / "requirements-package.lock"]
    made_from = hashlib.sha256(sys.version.encode() + b"".join(path.read_bytes() for path in (*locks, ROOT / "pyproject.toml"))).hexdigest()
    python, stamp = python_of(PACKAGE_VENV), PACKAGE_VENV / "urvc-setup.sha256"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != made_from:
        say("making build/venv")
        shutil.rmtree(PACKAGE_VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(PACKAGE_VENV)], "make the virtual environment")
        for what in (*(["-r", str(path)] for path in locks), ["-e", str(ROOT)]):
            pip_in(python, "--no-deps", *what)
        stamp.write_text(made_from, encoding="utf-8")
    return start([str(python), "-m", "installer.package", *arguments])


def fingerprint(testing: bool, gpu: bool) -> str:
    """What the environment was made from."""
    digest = hashlib.sha256(f"{sys.version} {ROOT} {testing}{' gpu' if gpu else ''}".encode())
    further = (["requirements-dev.lock"] if testing else []) + (["requirements-gpu.lock"] if gpu else [])
    for name in ("requirements.lock", "pyproject.toml", *further):
        digest.update((ROOT / name).read_bytes())
    if testing:
        digest.update(TORCH.encode())
    return digest.hexdigest()


def venv_python() -> Path:
    return python_of(VENV)


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def pip(*arguments: str) -> None:
    pip_in(venv_python(), *arguments)


def pip_in(python: Path, *arguments: str) -> None:
    quiet = ["--disable-pip-version-check", "--no-input", "-q"]
    run([str(python), "-m", "pip", "install", *quiet, *arguments], "install the Python packages")


def pip_uninstall(name: str) -> None:
    run([str(venv_python()), "-m", "pip", "uninstall", "-q", "-y", name], "remove a Python package")


def run(command: list[str], doing: str) -> None:
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        raise SetupError(f"could not {doing} (exit status {status}). Check the network and the disk, then run the same command again.")


# --- starting and checking -----------------------------------------------------------------------------------------------------------


def start(command: list[str]) -> int:
    """Runs the program in the foreground; Ctrl+C belongs to it."""
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def run_checks(pytest_arguments: list[str]) -> int:
    """Every gate of the house, in the order of their cost; all of them run, and the first failure is the exit status."""
    python = str(venv_python())
    os.chdir(ROOT)
    if pytest_arguments:
        return start([python, "-m", "pytest", *pytest_arguments])
    slow = ["tests/e2e", "tests/bench"]
    gates = {
        "style": [python, "-m", "ruff", "check", "."],
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "types": [python, "-m", "mypy"],
        "imports": [str(venv_python().parent / "lint-imports")],
        "tests": [python, "-m", "pytest", "-n", "3", "--dist", "worksteal", "-m", "not programs and not realtime and not thorough"],
        "tests with other programs": [python, "-m", "pytest", "-n", "2", "--dist", "loadfile", "-m", "programs and not thorough", *slow],
        "real-time tests": [python, "-m", "pytest", "-m", "realtime and not thorough", *slow],
    }
    failed = [name for name, command in gates.items() if start_gate(name, command)]
    say("all checks passed" if not failed else "failed: " + ", ".join(failed))
    return 1 if failed else 0


def start_gate(name: str, command: list[str]) -> int:
    say(f"--- {name}")
    return start(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
