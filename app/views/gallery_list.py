"""The voices as a list of cards: picture, name, tags, a star and a preview button in each; all of it by keyboard too.

Thread: GUI.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.viewmodels.gallery import GalleryVM, VoiceCard
from app.viewmodels.preview import PreviewVM
from app.viewmodels.session import SessionVM
from app.views.avatar import avatar
from app.views.icons import icon
from app.views.language import voice_credits, voice_description, voice_name
from app.views.palette import Palette
from app.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex

CARD_HEIGHT_PX = 64
PICTURE_PX = 44
BUTTON_PX = 30
LIVE_DOT_PX = 14


class Role(IntEnum):
    """What the delegate asks the model for."""

    CARD = Qt.ItemDataRole.UserRole
    FAVOURITE = Qt.ItemDataRole.UserRole + 1
    PLAYING = Qt.ItemDataRole.UserRole + 2
    CHOSEN = Qt.ItemDataRole.UserRole + 3
    LIVE = Qt.ItemDataRole.UserRole + 4


class VoiceModel(QAbstractListModel):
    """The cards that the gallery shows."""

    def __init__(self, gallery: GalleryVM, preview: PreviewVM, session: SessionVM, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery, self._preview, self._session = gallery, preview, session
        self._cards = gallery.shown()
        gallery.changed.connect(self._refresh)
        for signal in (preview.playing, session.voice_changed, session.state_changed):
            signal.connect(self._repaint)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        answers: dict[int, Callable[[], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda: voice_name(card.voice),
            int(Qt.ItemDataRole.ToolTipRole): lambda: "\n".join(
                text for text in (voice_name(card.voice), voice_description(card.voice), voice_credits(card.voice), card.hint) if text
            ),
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: self._spoken(card),
            int(Role.CARD): lambda: card,
            int(Role.FAVOURITE): lambda: self._gallery.is_favourite(card.id),
            int(Role.PLAYING): lambda: self._preview.voice_id == card.id,
            int(Role.CHOSEN): lambda: self._is_chosen(card),
            int(Role.LIVE): lambda: self._session.on and self._is_chosen(card),
        }
        return answers[role]() if role in answers else None

    def row_of(self, voice_id: str) -> int:
        """The row of a voice, -1 where it is not shown."""
        return next((row for row, card in enumerate(self._cards) if card.id == voice_id), -1)

    def _is_chosen(self, card: VoiceCard) -> bool:
        return self._session.voice is not None and self._session.voice.id == card.id

    def _spoken(self, card: VoiceCard) -> str:
        star = self.tr("favourite") if self._gallery.is_favourite(card.id) else ""
        how = (self.tr("is heard now") if self._session.on else self.tr("chosen")) if self._is_chosen(card) else ""
        return ", ".join(text for text in (voice_name(card.voice), how, star, *map(tag_words, card.tags), card.hint) if text)

    def _refresh(self) -> None:
        cards = self._gallery.shown()
        if [card.id for card in cards] == [card.id for card in self._cards]:
            self._cards = cards
            self._repaint()
            return
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()

    def _repaint(self) -> None:
        if self._cards:
            self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1))


class CardDelegate(QStyledItemDelegate):
    """Draws a card."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[tuple[str, str], QIcon] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, CARD_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(Role.CARD)
        if card is None:
            return
        palette = self._theme.palette
        state = option.state  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(index.data(Role.CHOSEN))
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, palette, selected, hovered, bool(state & QStyle.StateFlag.State_HasFocus))
        picture = QRect(rect.left() + 12, rect.center().y() - PICTURE_PX // 2, PICTURE_PX, PICTURE_PX)
        painter.setOpacity(1.0 if card.ready else 0.45)
        painter.drawPixmap(picture, avatar(card.id, PICTURE_PX, painter.device().devicePixelRatioF()))
        painter.setOpacity(1.0)
        if index.data(Role.LIVE):
            self._live_dot(painter, picture, palette)
        star, play = buttons_in(rect)
        right = play.left()
        if card.missing and not card.ready:
            right = get_button_in(rect).left()
            self._get_button(painter, get_button_in(rect), palette, hovered)
        self._words(painter, QRect(QPoint(picture.right() + 12, rect.top()), QPoint(right - 6, rect.bottom())), card, palette)
        if card.missing and not card.ready:
            painter.restore()
            return
        favourite, playing = index.data(Role.FAVOURITE), index.data(Role.PLAYING)
        self._icon("star-filled" if favourite else "star", palette.warn if favourite else palette.text_dim).paint(painter, _inside(star))
        self._icon("stop" if playing else "play", palette.accent if playing or hovered else palette.text_dim).paint(painter, _inside(play))
        painter.restore()

    def _live_dot(self, painter: QPainter, picture: QRect, palette: Palette) -> None:
        """On the picture of the voice that is heard."""
        painter.setPen(QPen(QColor(palette.surface), 2.0))
        painter.setBrush(QColor(palette.meter_good))
        place = QPoint(picture.right() - LIVE_DOT_PX + 5, picture.bottom() - LIVE_DOT_PX + 5)
        painter.drawEllipse(QRect(place, QSize(LIVE_DOT_PX, LIVE_DOT_PX)))

    def _get_button(self, painter: QPainter, rect: QRect, palette: Palette, hovered: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_hover if hovered else palette.accent))
        painter.drawRoundedRect(rect, 7, 7)
        painter.setPen(QColor(palette.on_accent))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, QCoreApplication.translate("VoiceList", "Get it"))

    def _ground(self, painter: QPainter, rect: QRect, palette: Palette, selected: bool, hovered: bool, focused: bool) -> None:
        ground = rect.adjusted(4, 2, -4, -2)
        painter.setBrush(QColor(palette.hover if selected else palette.raised if hovered else palette.surface))
        painter.setPen(QPen(QColor(palette.accent if selected else palette.line), 2.0 if selected else 1.0))
        painter.drawRoundedRect(ground, 9, 9)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.text), 1.0, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(ground.adjusted(3, 3, -3, -3), 7, 7)

    def _words(self, painter: QPainter, rect: QRect, card: VoiceCard, palette: Palette) -> None:
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold)
        lines = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        top = QRect(rect.left(), rect.center().y() - lines.height() - 1, rect.width(), lines.height() + 2)
        painter.drawText(
            top, Qt.AlignmentFlag.AlignVCenter, lines.elidedText(voice_name(card.voice), Qt.TextElideMode.ElideRight, rect.width())
        )
        font.setWeight(QFont.Weight.Normal)
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1.5))
        small = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(palette.warn if card.hint and not card.ready else palette.text_dim))
        about = card.hint if card.hint and not card.ready else voice_description(card.voice) or " · ".join(map(tag_words, card.tags))
        below = QRect(rect.left(), rect.center().y() + 2, rect.width(), small.height() + 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, small.elidedText(about, Qt.TextElideMode.ElideRight, rect.width()))

    def _icon(self, name: str, colour: str) -> QIcon:
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = icon(name, colour)
        return self._icons[key]


def tag_words(tag: str) -> str:
    """A tag as people read it."""
    words = QCoreApplication.translate("Tag", tag)
    return words[:1].upper() + words[1:]


def buttons_in(rect: QRect) -> tuple[QRect, QRect]:
    """(star, preview): where they are in a card at `rect`."""
    top = rect.center().y() - BUTTON_PX // 2
    star = QRect(rect.right() - 10 - BUTTON_PX, top, BUTTON_PX, BUTTON_PX)
    return star, star.translated(-BUTTON_PX, 0)


def get_button_in(rect: QRect) -> QRect:
    """Where the button is that gets what the voice lacks; it takes the place of the two others."""
    star, play = buttons_in(rect)
    return star.united(play).adjusted(-8, 0, 2, 0)


def _inside(rect: QRect) -> QRect:
    return rect.adjusted(6, 6, -6, -6)


class VoiceList(QListView):
    """chosen(id): Enter or a click; starred(id): the star or F; previewed(id): the triangle or the space bar; get_wanted(id): the
    button of a card that lacks something; menu_wanted(id, place)."""

    chosen = Signal(str)
    starred = Signal(str)
    previewed = Signal(str)
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)
    get_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, model: VoiceModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CardDelegate(theme, self))
        self.setAccessibleName(self.tr("Voices"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; outline: none; }")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        theme.changed.connect(lambda _: self.viewport().update())

    def voice_id(self) -> str:
        """The voice under the keyboard's focus."""
        card = self.currentIndex().data(Role.CARD)
        return card.id if isinstance(card, VoiceCard) else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a button of a card chooses nothing."""
        rect = self.visualRect(self.indexAt(event.position().toPoint()))
        if not any(button.contains(event.position().toPoint()) for button in buttons_in(rect)):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        card = index.data(Role.CARD)
        if event.button() != Qt.MouseButton.LeftButton or not isinstance(card, VoiceCard):
            return
        star, play = buttons_in(self.visualRect(index))
        place = event.position().toPoint()
        if card.missing and not card.ready:
            (self.get_wanted if get_button_in(self.visualRect(index)).contains(place) else self.chosen).emit(card.id)
        elif star.contains(place):
            self.starred.emit(card.id)
        elif play.contains(place):
            self.previewed.emit(card.id)
        else:
            self.chosen.emit(card.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Return: self.chosen,
            Qt.Key.Key_Enter: self.chosen,
            Qt.Key.Key_Space: self.previewed,
            Qt.Key.Key_F: self.starred,
            Qt.Key.Key_F2: self.rename_wanted,
            Qt.Key.Key_Delete: self.delete_wanted,
        }
        signal = keys.get(Qt.Key(event.key()))
        voice_id = self.voice_id()
        if signal is None or not voice_id or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        signal.emit(voice_id)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    def _menu(self, place: QPoint) -> None:
        card = self.indexAt(place).data(Role.CARD)
        if isinstance(card, VoiceCard):
            self.menu_wanted.emit(card.id, self.viewport().mapToGlobal(place))
