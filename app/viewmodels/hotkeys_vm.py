"""Global keys, kept in step with the settings.

Thread: GUI; the keys' own thread only emits a signal, which Qt carries over.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.hotkeys.choose import global_keys
from app.hotkeys.contract import GlobalKeys, KeysUnavailable, Refused
from app.settings.record import HOTKEY, Settings
from app.viewmodels.keeper import SettingsKeeper
from app.viewmodels.messages import Message

VOICE = "voice:"
"""Before the id of a voice: the name of its key."""


class HotkeysVM(QObject):
    """pressed(name), released(name) of an action's key (app/actions.py `hotkey`), or of a voice's (VOICE and its id);
    message(Message): a key that could not be had.

    `why_not` says why there are none here, or "".
    """

    pressed = Signal(str)
    released = Signal(str)
    message = Signal(object)

    def __init__(
        self,
        keeper: SettingsKeeper,
        make: Callable[[Callable[[str], None], Callable[[str], None]], GlobalKeys] = global_keys,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys: GlobalKeys | None = None
        self.why_not = ""
        try:
            self._keys = make(self.pressed.emit, self.released.emit)
        except KeysUnavailable as error:
            self.why_not = self._reason(str(error))
        keeper.changed.connect(self._on_settings)
        taken = self._bind(keeper.now)
        QTimer.singleShot(0, self, lambda: self._tell(taken))  # nobody listens yet

    def close(self) -> None:
        """Lets every key go."""
        if self._keys is not None:
            self._keys.close()
            self._keys = None

    def _on_settings(self, now: Settings, before: Settings) -> None:
        if _wanted(now) != _wanted(before):
            self._tell(self._bind(now))

    def _bind(self, settings: Settings) -> dict[str, Refused]:
        """The keys that could not be had, and why."""
        wanted = _wanted(settings)
        if self._keys is None:
            return {}
        return {wanted[name]: reason for name, reason in self._keys.bind(wanted).items()}

    def _tell(self, refused: dict[str, Refused]) -> None:
        words = {
            "taken": self.tr("The key {keys} is taken by another program. Choose another."),
            "twice": self.tr("The key {keys} is chosen twice. Choose another."),
            "no_key": self.tr("The key {keys} cannot be a key for every program: this keyboard has none. Choose another."),
            "system": self.tr("The system did not answer when the key {keys} was asked for. Start the program again."),
        }
        for keys, reason in refused.items():
            self.message.emit(Message("warn", words[reason].format(keys=keys), f"hotkey.{reason}"))

    def _reason(self, code: str) -> str:
        return {
            "wayland": self.tr("Wayland gives programs no keys of their own. The guide says how to make a shortcut of the system."),
            "no_display": self.tr("Keys in every program need an X server; there is none here."),
        }.get(code, self.tr("This system gives programs no keys of their own."))


def _wanted(settings: Settings) -> dict[str, str]:
    """name -> keys, of those that are set."""
    preferences = settings.preferences
    names = [name for name in preferences.__dataclass_fields__ if name.startswith(HOTKEY)]
    of_actions = {name.removeprefix(HOTKEY): keys for name in names if (keys := getattr(preferences, name))}
    return of_actions | {VOICE + voice_id: keys for voice_id, keys in settings.voice_keys.items() if keys}
