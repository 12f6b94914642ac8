"""The pages, and the first run over them: each is made when it is shown first, so that the window need not wait for them.

Making a page does nothing else; what it asks of the engine is asked when it is shown.

Thread: GUI.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.program import Program
from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.messages import Message
from app.views.live_page import LivePage
from engine.link.messages import ProvideMicrophone
from models.voice import Voice

if TYPE_CHECKING:
    from app.viewmodels.about_vm import AboutVM
    from app.viewmodels.calibration_vm import CalibrationVM
    from app.viewmodels.needs_vm import NeedsVM
    from app.viewmodels.obs_vm import ObsVM
    from app.views.needs_dialog import NeedsDialog


class PageFactory:
    """Makes the pages of `program`."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._needs_dialog: NeedsDialog | None = None

    def add(self) -> None:
        """Puts them into the window, unmade; a new page is a line here."""
        window = self._program.window
        window.add_page("voices", QCoreApplication.translate("MainWindow", "Voices"), "voices", self._voices)
        window.add_page("studio", QCoreApplication.translate("MainWindow", "Studio"), "studio", self._studio)
        window.add_page("train", QCoreApplication.translate("MainWindow", "Train"), "record", self._train)
        window.add_page("devices", QCoreApplication.translate("MainWindow", "Devices"), "devices", self._devices)
        window.add_page("use", QCoreApplication.translate("MainWindow", "Use it in…"), "use-in", self._use)
        window.add_page("obs", "OBS", "scene", self._obs)
        window.add_page("settings", QCoreApplication.translate("MainWindow", "Settings"), "settings", self._settings)
        window.add_page("about", QCoreApplication.translate("MainWindow", "About"), "info", self._about)
        window.add_dialog("first run", self._first_run)
        models = self._program.models
        models.gallery.needs_wanted.connect(self._needs)
        models.session.gate = self._gate
        models.session.measure_wanted.connect(self.calibrate)
        self._program.link.ready.connect(self._look_for_news)

    @cached_property
    def devices(self) -> DevicesVM:
        """The one model of the devices, made when it is needed first."""
        made = DevicesVM(self._program.link, self._program.keeper, self._program.root)
        made.message.connect(self._program.window.messages.say)
        return made

    @cached_property
    def obs(self) -> ObsVM:
        """The one bridge to OBS."""
        from app.obs.client import ObsAddress
        from app.obs.scenes import SceneVoices
        from app.viewmodels.obs_vm import ObsVM

        program, keeper = self._program, self._program.keeper
        made = ObsVM(ObsAddress.of(keeper.now.obs_address), SceneVoices(keeper.now.scene_voices), program.root)
        made.moved.connect(lambda address: keeper.change(obs_address=str(address)))
        made.scenes_changed.connect(lambda voices: keeper.change(scene_voices=dict(voices.table)))
        made.message.connect(program.window.messages.say)
        made.voice_wanted.connect(self._select)
        made.microphone_wanted.connect(lambda: program.link.ask(ProvideMicrophone(), made.answered))
        program.link.event_received.connect(made.handle)
        program.session.status_came.connect(made.follow)
        program.at_end.append(made.close)
        return made

    def _voices(self) -> QWidget:
        return LivePage(self._program.models, self._program.theme)

    def _studio(self) -> QWidget:
        from app.viewmodels.studio_vm import StudioVM
        from app.views.language import voice_name
        from app.views.studio_page import StudioPage

        program = self._program
        model = StudioVM(program.link, program.keeper, program.background, program.root)
        model.message.connect(program.window.messages.say)
        program.at_end.append(model.close)
        gallery = program.models.gallery
        return StudioPage(model, lambda: [(card.id, voice_name(card.voice)) for card in gallery.cards if card.ready], program.theme)

    def _train(self) -> QWidget:
        from app.viewmodels.takes import Takes
        from app.viewmodels.training_vm import TrainingVM
        from app.views.training_page import TrainingPage

        program = self._program
        model, takes = TrainingVM(parent=program.root), Takes(program.keeper, parent=program.root)
        for message in (model.failed, takes.message):
            message.connect(lambda said: program.window.messages.say(said if isinstance(said, Message) else Message("bad", said)))
        program.session.state_changed.connect(model.follow)
        model.follow(program.session.state)
        model.trained.connect(lambda _: program.models.gallery.load())
        program.at_end += [model.close, takes.close]
        page = TrainingPage(model, takes, program.theme)
        page.run.use.clicked.connect(lambda: self._try(model.voice))
        return page

    def _try(self, voice: str) -> None:
        """Selects the voice and shows where it is spoken with."""
        self._select(voice)
        self._program.window.show_page("voices")

    def _devices(self) -> QWidget:
        from app.views.devices_page import DevicesPage

        return DevicesPage(self.devices)

    def _use(self) -> QWidget:
        from app.viewmodels.use_it_in_vm import UseItInVM
        from app.views.use_it_in_page import UseItInPage

        return UseItInPage(UseItInVM(self._program.link, parent=self._program.root))

    def _obs(self) -> QWidget:
        from app.views.obs_page import ObsPage

        gallery = self._program.models.gallery
        page = ObsPage(self.obs, lambda: [(card.id, card.voice.name) for card in gallery.cards])
        gallery.loaded.connect(page.scenes.fill)
        return page

    def _select(self, voice: str) -> None:
        found = self._program.models.gallery.find(voice)
        if found is not None:
            self._program.session.select(found)

    def _settings(self) -> QWidget:
        from app.viewmodels.processors import ProcessorsVM
        from app.viewmodels.settings_vm import SettingsVM
        from app.views.settings_page import SettingsPage

        program = self._program
        processors = ProcessorsVM(parent=program.root)
        program.at_end.append(processors.close)
        model = SettingsVM(
            program.link,
            program.keeper,
            program.session,
            first_run=lambda: program.window.open_dialog("first run"),
            calibrate=self.calibrate,
            global_keys=program.keys.why_not,
            processors=processors,
            show_page=program.window.show_page,
            parent=program.root,
        )
        return SettingsPage(model, program.theme)

    def _first_run(self) -> None:
        from app.viewmodels.first_run_vm import FirstRunVM
        from app.views.first_run import FirstRun

        program, models = self._program, self._program.models
        voices = lambda: [card.voice for card in models.gallery.cards]  # noqa: E731
        vm = FirstRunVM(program.link, program.keeper, self.devices, models.preview, models.session, voices, program.root)
        # One's own recording lives on in the preview until the program ends.
        program.at_end.append(vm.close)
        dialog = FirstRun(vm, program.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._ask_about_updates)
        dialog.open()

    def _ask_about_updates(self) -> None:
        """Once; until then nothing is asked of anybody."""
        from app.views.about_page import UpdateQuestion

        if self._program.keeper.now.update_asked or not self._program.window.isVisible():
            return
        question = UpdateQuestion(self.about, self._program.window)
        question.finished.connect(question.deleteLater)
        question.open()

    @cached_property
    def about(self) -> AboutVM:
        """The one that knows the version, the newest one and the graphics card."""
        from app.viewmodels.about_vm import AboutVM

        program = self._program
        made = AboutVM(program.keeper, program.background, program.root)
        made.message.connect(program.window.messages.say)
        program.at_end.append(made.close)
        return made

    def _about(self) -> QWidget:
        from app.views.about_page import AboutPage

        return AboutPage(self.about)

    def _look_for_news(self) -> None:
        """At the first start of the engine: the window has been drawn by then."""
        self._program.link.ready.disconnect(self._look_for_news)
        if self._program.keeper.now.preferences.update_check:
            self.about.at_start()

    def _needs(self, voice_id: str) -> None:
        """What a voice lacks, and how to get it; the list of voices is read again once it is here."""
        from app.viewmodels.needs_vm import NeedsVM
        from app.views.needs_dialog import NeedsDialog

        program, gallery = self._program, self._program.models.gallery
        voice = gallery.find(voice_id)
        if voice is None or self._needs_dialog is not None:
            return
        vm = NeedsVM(voice, program.root)
        vm.got.connect(gallery.load)
        self._needs_dialog = dialog = NeedsDialog(vm, program.window)
        dialog.finished.connect(lambda _: self._needs_closed(vm))
        dialog.open()

    def _needs_closed(self, vm: NeedsVM) -> None:
        if self._needs_dialog is not None:
            self._needs_dialog.deleteLater()
        self._needs_dialog = None
        vm.deleteLater()
        self._program.models.gallery.load()

    @cached_property
    def calibration(self) -> CalibrationVM:
        """The one that measures this computer."""
        from app.viewmodels.calibration_vm import CalibrationVM

        program = self._program
        made = CalibrationVM(program.link, program.session, program.keeper, program.root)
        made.message.connect(program.window.messages.say)
        made.began.connect(self._show_calibration)
        return made

    def calibrate(self) -> None:
        """Measures this computer, with the selected voice where it can be measured with."""
        voice = self._program.session.voice
        self.calibration.begin(voice.id if voice is not None and voice.kind == "rvc" else "")

    def _show_calibration(self) -> None:
        from app.views.calibration_dialog import CalibrationDialog

        dialog = CalibrationDialog(self.calibration, self._program.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _gate(self, voice: Voice) -> bool:
        """What is due before `voice` is switched on: what it lacks, or the measure of this computer. True where something is."""
        program = self._program
        if program.models.gallery.offer_missing(voice.id):
            return True
        reason = self.calibration.due(voice)
        if reason is None or not program.window.isVisible():
            return False
        self.calibration.begin(voice.id, reason, program.session.start_now)
        return True
