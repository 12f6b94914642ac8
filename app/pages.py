"""The pages beside the first one, and the first run: made when they are shown first, so that the window need not wait for them.

Thread: GUI.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from app.viewmodels.devices_vm import DevicesVM
from app.viewmodels.messages import Message, message_of
from engine.link.messages import ProvideMicrophone

if TYPE_CHECKING:
    from app.wiring import Wired
    from engine.link.messages import AnyEvent


@dataclass(eq=False)
class Pages:
    """Makes the pages of `wired`."""

    wired: Wired
    root: QObject

    def add(self) -> None:
        """Puts them into the window, unmade."""
        window = self.wired.window
        window.add_page("devices", QCoreApplication.translate("MainWindow", "Devices"), "devices", self.devices_page)
        window.add_page("use", QCoreApplication.translate("MainWindow", "Use it in…"), "use-in", self.use_page)
        window.add_page("obs", "OBS", "use-in", self.obs_page)
        window.add_page("settings", QCoreApplication.translate("MainWindow", "Settings"), "settings", self.settings_page)

    def devices(self) -> DevicesVM:
        """The one model of the devices, made when it is needed first."""
        found = self.root.findChild(DevicesVM)
        if found is None:
            found = DevicesVM(self.wired.link, self.wired.keeper, self.root)
            found.said.connect(self.wired.window.messages.say)
        return found

    def devices_page(self) -> QWidget:
        from app.views.devices_page import DevicesPage

        return DevicesPage(self.devices())

    def use_page(self) -> QWidget:
        from app.viewmodels.use_it_in_vm import UseItInVM
        from app.views.use_it_in_page import UseItInPage

        return UseItInPage(UseItInVM(self.wired.link, parent=self.root))

    def obs_page(self) -> QWidget:
        from app.obs.client import ObsAddress
        from app.obs.scenes import SceneVoices
        from app.viewmodels.obs_vm import ObsVM
        from app.views.obs_page import ObsPage

        wired = self.wired
        keeper, gallery = wired.keeper, wired.models.gallery
        model = ObsVM(ObsAddress.of(keeper.now.obs_address), SceneVoices(keeper.now.scene_voices), self.root)
        model.moved.connect(lambda address: keeper.change(obs_address=str(address)))
        model.scenes_changed.connect(lambda voices: keeper.change(scene_voices=dict(voices.table)))
        model.said.connect(wired.window.messages.say)
        model.voice_wanted.connect(self._select)
        wired.link.said.connect(model.hear)
        wired.link.ask(ProvideMicrophone(), model.answered)
        wired.at_end.append(model.close)
        page = ObsPage(model, lambda: [(card.id, card.voice.name) for card in gallery.cards])
        gallery.loaded.connect(page.scenes.fill)
        return page

    def _select(self, voice: str) -> None:
        card = self.wired.models.gallery.find(voice)
        if card is not None:
            self.wired.models.session.select(card)

    def settings_page(self) -> QWidget:
        from app.viewmodels.settings_vm import SettingsVM
        from app.views.settings_page import SettingsPage

        wired = self.wired
        model = SettingsVM(wired.link, wired.keeper, wired.session, self.root)
        model.first_run = self.first_run
        model.calibrate = self.calibrate
        model.global_keys = wired.no_global_keys
        return SettingsPage(model, wired.theme)

    def first_run(self) -> None:
        """Opens the first run over the window."""
        from app.viewmodels.first_run_vm import FirstRunVM
        from app.views.first_run import FirstRun

        wired = self.wired
        models = wired.models
        vm = FirstRunVM(
            wired.link,
            wired.keeper,
            self.devices(),
            models.preview,
            wired.session,
            lambda: [card.voice for card in models.gallery.cards],
            self.root,
        )
        # One's own recording lives on in the preview until the program ends.
        wired.at_end.append(vm.close)
        dialog = FirstRun(vm, wired.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def calibrate(self) -> None:
        """Measures this computer with the selected voice, and says what was found."""
        from engine.link.messages import Calibrate

        say = self.wired.window.messages.say
        say(Message("good", QCoreApplication.translate("Pages", "Measuring this computer… This takes a minute.")))
        self.wired.link.ask(Calibrate(), self._on_calibrated)

    def _on_calibrated(self, event: AnyEvent) -> None:
        from engine.link.messages import Failed

        done = QCoreApplication.translate("Pages", "This computer has been measured. The next start uses what was found.")
        self.wired.window.messages.say(message_of(event) if isinstance(event, Failed) else Message("good", done))
