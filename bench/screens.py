"""Pictures of every page and state of the window, to be looked at: python -m bench.screens FOLDER [WORD...]

    WORD      only screens whose file name holds one of these words: a size, a scheme, a language, a page

One process a size, since the scale holds for a whole process. The program is the real one with its engine, in a data folder of its own
with an RVC voice that lacks its models; nothing is clicked that makes a sound.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from app.program import Program

SIZES = {
    "850x480": ((850, 480), 1.0),
    "1366x768at150": ((911, 512), 1.5),
    "1920x1080at200": ((960, 540), 2.0),
    "1280x720": ((1280, 720), 1.0),
}
"""Name: (logical size, scale)."""
LOOKS = (("light", "en"), ("dark", "en"), ("light", "ko"))
ROOT = Path(__file__).resolve().parents[1]
VOICE = ROOT / "tests/data/reference/rvc_v2_40k.pth"

D = TypeVar("D")
State = Callable[["Program"], "QWidget"]


def main(folder: Path, words: list[str]) -> None:
    """Every screen into `folder`, as SIZE-SCHEME-LANGUAGE-STATE.png."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, scale) in SIZES.items():
        if any(word in SIZES for word in words) and name not in words:
            continue
        with tempfile.TemporaryDirectory() as data:
            environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "QT_SCALE_FACTOR": str(scale), "URVC_DATA_DIR": data}
            command = [sys.executable, "-m", "bench.screens", "--one", name, str(folder), *(word for word in words if word not in SIZES)]
            subprocess.run(command, env=environment, cwd=ROOT, check=True)


def one_size(name: str, folder: Path, words: list[str]) -> None:
    """The screens of one size."""
    from app.window import make_application
    from app.wiring import build

    app = make_application()
    program = build(app, Path(tempfile.mkdtemp()))
    program.keeper.change(first_run_done=True)
    program.open()
    program.window.resize(*SIZES[name][0])
    _bring_in_a_voice(app, program)
    for scheme, language in LOOKS:
        program.theme.choose(scheme)
        program.language.choose(language)
        for state, widget in states(app, program):
            file = f"{name}-{scheme}-{language}-{state}.png"
            if not words or any(word in file for word in words):
                _settle(app)
                shown = widget()
                _settle(app, 12)
                shown.grab().save(str(folder / file))
            _close_dialogs(app)
    program.close()


def states(app: QApplication, program: Program) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """(name, what shows it and returns the widget to be pictured)."""
    window = program.window

    def page(key: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            window.show_page(key)
            return window

        return show

    def muted() -> QWidget:
        window.show_page("voices")
        program.session.set_muted(True)
        program.session.set_bypass(True)
        return window

    def asking() -> QWidget:
        from app.viewmodels.messages import Message

        program.session.set_muted(False)
        program.session.set_bypass(False)
        text = "The machine cannot keep up with this voice, and nothing is left to make it lighter. Close what keeps it busy."
        window.messages.say(Message("warn", text, "pace.too_slow", "Measure this computer", lambda: None))
        return window

    def needs() -> QWidget:
        from app.views.needs_dialog import NeedsDialog

        window.messages.hide()
        (card,) = [card for card in program.models.gallery.cards if card.own]
        program.models.gallery.needs_wanted.emit(card.id)
        return _dialog(app, NeedsDialog)

    def measuring() -> QWidget:
        from app.viewmodels.calibration_vm import CalibrationVM
        from app.views.calibration_dialog import CalibrationDialog

        vm = CalibrationVM(program.link, program.session, program.keeper, program.root)
        vm.state, vm.busy = "busy", 0.62
        dialog = CalibrationDialog(vm, window)
        dialog.open()
        return dialog

    for key in window.page_keys():
        yield key, page(key)
    yield "muted", muted
    yield "message", asking
    yield "needs", needs
    yield "measuring", measuring
    yield from first_run(app, program)


def first_run(app: QApplication, program: Program) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """The steps of the first run, without a word spoken."""
    from app.views.first_run import FirstRun

    def step(number: int) -> Callable[[], QWidget]:
        def show() -> QWidget:
            program.window.open_dialog("first run")
            dialog = _dialog(app, FirstRun)
            dialog.pages.setCurrentIndex(number)
            return dialog

        return show

    for number in range(4):
        yield f"first-run-{number}", step(number)


def _bring_in_a_voice(app: QApplication, program: Program) -> None:
    place = Path(tempfile.mkdtemp()) / "Mia with a rather long name, sings high.pth"
    shutil.copyfile(VOICE, place)
    gallery = program.models.gallery
    gallery.bring_in([str(place)])
    while not any(card.own for card in gallery.cards):
        _settle(app)
    _settle(app)
    _close_dialogs(app)


def _settle(app: QApplication, turns: int = 6) -> None:
    from PySide6.QtTest import QTest

    for _ in range(turns):
        app.processEvents()
        QTest.qWait(20)


def _dialog(app: QApplication, kind: type[D]) -> D:
    return next(widget for widget in app.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())


def _close_dialogs(app: QApplication) -> None:
    from PySide6.QtWidgets import QDialog

    for widget in app.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.done(0)
    _settle(app, 2)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one_size(sys.argv[2], Path(sys.argv[3]), sys.argv[4:])
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
