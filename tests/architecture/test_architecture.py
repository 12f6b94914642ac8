"""What holds for the whole tree and no type checker says."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "engine", "models", "resources")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_come_from_this_repository(package: str) -> None:
    """A stranger's `app` or `models` on the path would otherwise be imported without a word."""
    spec = import_module(package)
    assert spec.__file__ is not None
    assert Path(spec.__file__).resolve().is_relative_to(ROOT)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_print_and_no_bare_except(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{path}:{node.lineno}: bare except"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"{path}:{node.lineno}: print"


def test_the_engine_loads_without_torch_and_qt() -> None:
    code = (
        "import sys\n"
        "class Forbid:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('torch', 'PySide6', 'torchcrepe'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Forbid())\n"
        "import engine.runtime.host, app.cli, engine.assemble\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 0, result.stderr


def tree() -> list[Path]:
    """The project's files, by git where there is one, else whatever no tool has made."""
    if shutil.which("git") is not None and (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split()
        return [ROOT / name for name in listed if (ROOT / name).is_file()]
    tops = ("app", "bench", "docs", "engine", "installer", "models", "resources", "tests")
    below = [path for top in tops for path in (ROOT / top).rglob("*") if "__pycache__" not in path.parts]
    return [path for path in (*ROOT.glob("*"), *below) if path.is_file()]


def test_nothing_of_one_machine_is_in_the_tree() -> None:
    kinds = {".py", ".md", ".toml", ".lock", ".txt", ".sh", ".yml", ".cfg", ""}
    texts = [path for path in tree() if path.suffix in kinds and path != Path(__file__).resolve()]
    assert len(texts) > 100
    for path in texts:
        text = path.read_text(encoding="utf-8", errors="replace")
        for place in ("/home/", "/root/", "/Users/", "/opt/", "/work/"):
            assert place not in text, f"{path.relative_to(ROOT)} names {place}"
