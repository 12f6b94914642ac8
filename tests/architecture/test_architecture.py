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
PACKAGES = ("app", "engine", "jobs", "models", "resources", "training")
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
        "import engine.host, app.cli, engine.assemble\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 0, result.stderr


def tree() -> list[Path]:
    """The project's files, by git where there is one, else whatever no tool has made."""
    if shutil.which("git") is not None and (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split()
        return [ROOT / name for name in listed if (ROOT / name).is_file()]
    tops = ("app", "bench", "docs", "engine", "installer", "jobs", "models", "resources", "tests", "training")
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


def imports_of(name: str, path: Path, names: set[str]) -> set[str]:
    """The modules of ours that a file imports, wherever in it, also for types only."""
    found: set[str] = set()
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*package.split(".")[: -(node.level - 1) or None], node.module or ""]).strip(".") if node.level else node.module
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in names else str(base) for alias in node.names}
    return found & names - {name}


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that lead back to themselves (Tarjan's strongly connected components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(imports[name]):
            if other not in order:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(imports):
        if name not in order:
            visit(name)
    return found


def test_no_circle_of_files() -> None:
    places = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in SOURCES}
    assert len(places) > 200
    assert circles({name: imports_of(name, path, set(places)) for name, path in places.items()}) == []


def test_a_circle_would_be_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def classes(path: Path) -> list[str]:
    return [node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)]


def test_one_name_is_one_class() -> None:
    """Whoever reads or searches a name finds one thing. What OBS runs stands on its own."""
    places: dict[str, list[str]] = {}
    for path in SOURCES:
        if path.parent != ROOT / "resources" / "obs":
            for name in classes(path):
                places.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert len(places) > 300
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
