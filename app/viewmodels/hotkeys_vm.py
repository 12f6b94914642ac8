"""Global keys, kept in step with the settings.

Thread: GUI; the keys' own thread only emits a signal, which Qt carries over.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.hotkeys.choose import global_keys
from app.hotkeys.contract import GlobalKeys, KeysUnavailable
from app.settings.record import Preferences, Settings
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message

PREFIX = "hotkey_"


class HotkeysVM(QObject):
    """pressed("power" | "bypass" | "mute"); said(Message): a key that could not be had. `why_not`: why there are none here, or ""."""

    pressed = Signal(str)
    said = Signal(object)

    def __init__(
        self,
        keeper: SettingsKeeper,
        make: Callable[[Callable[[str], None]], GlobalKeys] = global_keys,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys: GlobalKeys | None = None
        self.why_not = ""
        try:
            self._keys = make(self.pressed.emit)
        except KeysUnavailable as error:
            self.why_not = self._reason(str(error))
        keeper.changed.connect(self._on_settings)
        taken = self._bind(keeper.now.preferences)
        QTimer.singleShot(0, self, lambda: self._tell(taken))  # nobody listens yet

    def close(self) -> None:
        """Lets every key go."""
        if self._keys is not None:
            self._keys.close()
            self._keys = None

    def _on_settings(self, now: Settings, before: Settings) -> None:
        if _wanted(now.preferences) != _wanted(before.preferences):
            self._tell(self._bind(now.preferences))

    def _bind(self, preferences: Preferences) -> list[str]:
        """The keys that could not be had."""
        wanted = _wanted(preferences)
        return [wanted[name] for name in self._keys.bind(wanted)] if self._keys is not None else []

    def _tell(self, taken: list[str]) -> None:
        for keys in taken:
            text = self.tr("The key {keys} is taken by another program, or twice. Choose another in the settings.").format(keys=keys)
            self.said.emit(Message("warn", text, "hotkey.taken"))

    def _reason(self, code: str) -> str:
        return {
            "wayland": self.tr("Wayland gives programs no keys of their own. Make a shortcut in the system's settings that runs: urvc ctl"),
            "no_display": self.tr("Keys in every program need an X server; there is none here."),
        }.get(code, self.tr("This system gives programs no keys of their own."))


def _wanted(preferences: Preferences) -> dict[str, str]:
    """name -> keys, of those that are set."""
    names = [name for name in preferences.__dataclass_fields__ if name.startswith(PREFIX)]
    return {name.removeprefix(PREFIX): keys for name in names if (keys := getattr(preferences, name))}
