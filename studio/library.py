"""All projects in one table (SQLite). The table only saves looking into every folder: it follows the folders, and is made anew where it is
lost or damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from studio.errors import StudioError, disk
from studio.places import library_file, projects_folder
from studio.projects import RECORD, delete_project, folder_bytes, read_project

LAYOUT = 1
TABLE = """CREATE TABLE IF NOT EXISTS projects (
    folder TEXT PRIMARY KEY, written_ns INTEGER, kind TEXT, title TEXT, created TEXT, source TEXT, voice TEXT, result TEXT,
    bytes INTEGER)"""
COLUMNS = "folder, kind, title, created, source, voice, result, bytes"


@dataclass(frozen=True, slots=True)
class Entry:
    """One project. `result`: its file, "" where it has none or it has gone; created: ISO 8601, UTC."""

    folder: str
    kind: str
    title: str
    created: str
    source: str
    voice: str
    result: str
    n_bytes: int


class ProjectLibrary:
    """`root`: the folder of the projects; `table`: the SQLite file. Raises StudioError `studio.disk`."""

    def __init__(self, root: Path | None = None, table: Path | None = None) -> None:
        self.root, self._table = root or projects_folder(), table or library_file()

    def entries(self) -> tuple[Entry, ...]:
        """All that there are now, the newest first."""
        with disk("read the library", self._table), closing(self._open()) as table:
            self._follow(table)
            rows = table.execute(f"SELECT {COLUMNS} FROM projects ORDER BY created DESC").fetchall()
        return tuple(Entry(*row) for row in rows)

    def find(self, name: str) -> Entry:
        """By folder, or by the folder's name. Raises StudioError `studio.project`."""
        for entry in self.entries():
            if name in (entry.folder, Path(entry.folder).name):
                return entry
        raise StudioError("studio.project", "find the project", name, reason="there is none of that name")

    def used_bytes(self) -> int:
        """Disk in use by all."""
        return sum(entry.n_bytes for entry in self.entries())

    def prune(self, now: datetime, older_than: timedelta | None = None, over_bytes: int | None = None) -> tuple[Entry, ...]:
        """Deletes what is older, and the oldest until the rest is within `over_bytes`; what was deleted."""
        entries = list(self.entries())
        gone = [one for one in entries if older_than is not None and now - datetime.fromisoformat(one.created) > older_than]
        left = [one for one in entries if one not in gone]
        while over_bytes is not None and left and sum(one.n_bytes for one in left) > over_bytes:
            gone.append(left.pop())
        for one in gone:
            delete_project(Path(one.folder))
        return tuple(gone)

    def _open(self) -> sqlite3.Connection:
        self._table.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._made()
        except sqlite3.DatabaseError:
            # What is in it is in the folders as well.
            with suppress(OSError):
                self._table.unlink()
            return self._made()

    def _made(self) -> sqlite3.Connection:
        table = sqlite3.connect(self._table)
        try:
            if table.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
                table.execute("DROP TABLE IF EXISTS projects")
                table.execute(f"PRAGMA user_version = {LAYOUT}")
            table.execute(TABLE)
            table.commit()
        except BaseException:
            table.close()
            raise
        return table

    def _follow(self, table: sqlite3.Connection) -> None:
        """Takes in folders that are new or changed, forgets those that have gone."""
        known = dict(table.execute("SELECT folder, written_ns FROM projects").fetchall())
        found = {str(path.parent): path.stat().st_mtime_ns for path in self.root.glob(f"*/{RECORD}")}
        for folder in set(known) - set(found):
            table.execute("DELETE FROM projects WHERE folder = ?", (folder,))
        for folder, written_ns in found.items():
            if known.get(folder) != written_ns:
                with suppress(StudioError):
                    self._take(table, Path(folder), written_ns)
        table.commit()

    def _take(self, table: sqlite3.Connection, folder: Path, written_ns: int) -> None:
        project = read_project(folder)
        result = project.result(folder)
        row = (
            str(folder),
            written_ns,
            project.kind,
            project.title,
            project.created.isoformat(),
            project.source,
            project.voice,
            str(result) if result is not None and result.exists() else "",
            folder_bytes(folder),
        )
        table.execute(f"INSERT OR REPLACE INTO projects VALUES ({', '.join('?' * len(row))})", row)
