"""What the executable carries, and what stays out: the lists that urvc.spec is made of."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("app", "engine", "jobs", "models", "studio", "resources")
"""Of this project. `training` needs PyTorch and `service` Ray: they are no part of a desktop program."""

LEFT_OUT = (
    # Kernels are compiled ahead of time (installer/kernels.py).
    "numba",
    "llvmlite",
    # Other ways to do what the program does, which libraries would take if they were here.
    "torch",
    "torchcrepe",
    "faiss",
    "dbm",
    "readline",
    "curses",
    "scipy",
    "matplotlib",
    "pandas",
    "PIL",
    "IPython",
    "tkinter",
    "pytest",
    "setuptools",
    "pip",
    "wheel",
    "lib2to3",
    "pydoc_data",
    # Parts of what is here that the program never asks for.
    "numpy.f2py",
    "numpy.testing",
    "onnx.reference",
    "onnx.backend.test",
    "onnxruntime.transformers",
    "onnxruntime.quantization",
    "onnxruntime.tools",
    "openvino.tools",
    "openvino.torch",
    "openvino.frontend.pytorch",
    "openvino.frontend.tensorflow",
    "openvino.frontend.paddle",
    "openvino.frontend.jax",
    "pyqtgraph.opengl",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtPrintSupport",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtXml",
)

OPENVINO_LIBRARIES = ("openvino", "openvino_intel_cpu_plugin", "openvino_intel_gpu_plugin", "openvino_onnx_frontend", "tbb", "hwloc")
"""The core, the processor, Intel's GPUs, the reader of ONNX, and what these are linked to."""

FROM_THE_SYSTEM = re.compile(
    # The sound server's and the kernel's own clients must be of one age with what they talk to.
    r"^lib(portaudio|asound|jack|pulse|pulse-simple|pulsecommon|pipewire|sndfile\.so)"
    # What graphics drivers of the system are linked to as well: an older one here would shut them out.
    r"|^lib(stdc\+\+|gcc_s|GL|EGL|GLX|OpenGL|GLdispatch|drm|gbm|dbus-1|systemd|udev|z|expat|fontconfig|freetype|X11|X11-xcb|xcb|Xau|Xdmcp)\.so"
    # The desktop's own, which one of Qt's plug-ins would draw in.
    r"|^lib(gtk|gdk|glib|gobject|gio|gmodule|atk|cairo|pango|harfbuzz|wayland)-?"
)
QT_PLUGINS = ("platforms", "imageformats", "iconengines", "platforminputcontexts", "xcbglintegrations", "styles")
QT_PLUGINS_LEFT_OUT = re.compile(
    r"(qtvirtualkeyboard|qvnc|qeglfs|qlinuxfb|qvkkhrdisplay|qminimalegl|qwayland|qpdf|qtiff|qwbmp|qtga|qwebp|qicns|qgif|qjpeg)"
)
QT_LIBRARIES = re.compile(r"(Core|Gui|Widgets|Svg|Network|DBus|XcbQpa|OpenGL)")
LANGUAGES = ("ko",)


def modules() -> Iterator[str]:
    """Every module of the program that is here: some are named in tables only."""
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        yield package
        for module in pkgutil.walk_packages(spec.submodule_search_locations, f"{package}."):
            yield module.name


def data_files() -> list[tuple[str, str]]:
    """(file, folder in the program): resources, and what wheels carry that is read as data."""
    found = [(str(path), str(path.parent.relative_to(ROOT))) for path in sorted((ROOT / "resources").rglob("*")) if _is_data(path)]
    for package, pattern in (("pyrnnoise", "*rnnoise.*"), ("hibari", "assets/*")):
        for path in sorted(folder_of(package).glob(pattern)):
            if path.suffix != ".py":
                found.append((str(path), str(Path(package) / path.parent.relative_to(folder_of(package)))))
    return found


def _is_data(path: Path) -> bool:
    """Python that is no part of a package is data too: OBS runs it."""
    if path.suffix == ".py" and (path.parent / "__init__.py").exists():
        return False
    return path.is_file() and path.suffix not in (".pyc", ".ts") and "__pycache__" not in path.parts


def openvino_libraries() -> list[tuple[str, str]]:
    """(file, folder): OpenVINO finds its plug-ins beside its core."""
    folder = folder_of("openvino") / "libs"
    wanted = "|".join(OPENVINO_LIBRARIES)
    name = re.compile(rf"^(lib)?({wanted})(12)?(\.so[.\d]*|\.dll|[.\d]*\.dylib)$")
    return [(str(path), "openvino/libs") for path in sorted(folder.iterdir()) if name.match(path.name)]


def folder_of(package: str) -> Path:
    """Where an installed package lies; it is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the package {package} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def keeps_binary(place: str) -> bool:
    """Whether a library goes in. place: its path within the program."""
    path = Path(place)
    if sys.platform.startswith("linux") and FROM_THE_SYSTEM.match(path.name):
        return "numpy.libs" in path.parts
    if "openvino" in path.parts and "libs" in path.parts:
        return Path(place).name in {Path(file).name for file, _ in openvino_libraries()}
    if re.match(r"^lib(openvino|tbb|hwloc)", path.name):
        return False  # a second copy, outside the folder where its plug-ins look
    if re.match(r"^(lib)?Qt6", path.name):
        return bool(QT_LIBRARIES.search(path.name))
    if "plugins" in path.parts:
        return path.parts[path.parts.index("plugins") + 1] in QT_PLUGINS and not QT_PLUGINS_LEFT_OUT.search(path.name)
    # The bridge of a few kilobytes stays: without it the runtime complains on the terminal each time it is loaded.
    return "onnxruntime_providers" not in path.name or "onnxruntime_providers_shared" in path.name


def keeps_data(place: str) -> bool:
    """Whether a data file goes in."""
    path = Path(place)
    if path.parent.suffix == ".dist-info" and path.name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json"):
        return False  # how and where it was installed for the build
    if path.suffix == ".qm" and "resources" not in path.parts:
        return path.stem.startswith("qtbase_") and path.stem.removeprefix("qtbase_") in LANGUAGES
    unread = ("tests", "test", "include", "__pycache__", "cmake", "examples", "metatypes")
    return not any(part in unread for part in path.parts[:-1]) and path.suffix not in (".pyi", ".h", ".pxd", ".c", ".cpp", ".proto", ".pc")


def asked_for(entries: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The entries without libraries of the system that nothing else here is linked to: what plug-ins that stay out would have loaded."""
    from PyInstaller.depend.bindepend import get_imports  # type: ignore[import-untyped]

    links = {entry[0]: {Path(name).name for name, _ in get_imports(entry[1])} for entry in entries if entry[2] != "SYMLINK"}
    from_system = {place for place in links if re.match(r"^lib[^/]*\.so[.\d]*$", place) and not place.startswith("libpython")}
    while True:
        wanted = {name for place in links for name in links[place] if place != name}
        unasked = {place for place in from_system & links.keys() if place not in wanted}
        if not unasked:
            return [entry for entry in entries if entry[0] in links or (entry[2] == "SYMLINK" and _leads_to(entry, links))]
        for place in unasked:
            del links[place]


def _leads_to(entry: tuple[str, str, str], places: Mapping[str, object]) -> bool:
    """Whether a link's end is among the places. Links into folders are written relative to their own."""
    return str(Path(entry[0]).parent / entry[1]) in places or entry[1] in places


def kept(entries: Sequence[tuple[str, str, str]], keeps: Callable[[str], bool]) -> list[tuple[str, str, str]]:
    """The entries of one of PyInstaller's tables (place, source, kind) that stay; a link stays with what it leads to."""
    return [entry for entry in entries if keeps(entry[1] if entry[2] == "SYMLINK" else entry[0])]


def leading_somewhere(entries: Sequence[tuple[str, str, str]], places: Iterable[str]) -> list[tuple[str, str, str]]:
    """The entries without links to what stays out. places: of everything that goes in."""
    there = dict.fromkeys(places)
    return [entry for entry in entries if entry[2] != "SYMLINK" or _leads_to(entry, there)]
