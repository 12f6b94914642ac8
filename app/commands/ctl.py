"""`urvc ctl`: steers the program that runs, from another terminal, a key binding or a script.

Started often and by hand: nothing but the standard library is imported before the answer is there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.actions import REMOTE, TOGGLE, Action
from app.control.client import ControlClient, Refused
from app.control.place import make_token, read_token
from app.error_text import error_text
from app.errors import AppError
from app.number_text import number_of
from app.plain_output import json_line

FAILED = 1
INTERRUPTED = 130
WORDS = {"on": True, "off": False, TOGGLE: TOGGLE}

Run = Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str]) -> int:
    """Carries out one verb and returns the exit status."""
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = given.run
    try:
        run(given)
    except AppError as error:
        _say_error(error, given.as_json)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="urvc ctl", description="Steers the URVC that runs (urvc live --control, or the window).")
    both = argparse.ArgumentParser(add_help=False)
    both.add_argument("--json", action="store_true", dest="as_json", help="for programs: JSON as docs/control.md describes it")
    verbs = parser.add_subparsers(metavar="VERB", required=True)

    def verb(name: str, run: Callable[[argparse.Namespace], None], text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, parents=[both], help=text, description=text)
        made.set_defaults(run=run)
        return made

    verb("status", _status, "how things are")
    verb("voices", _voices, "the voices that can be chosen")
    verb("controls", _controls, "the controls with their ranges")
    verb("actions", _actions, "what can be done, for programs")
    for action in REMOTE:
        _add_action(action, verb)
    verb("set", _set, "changes controls: set pitch 3 formant -1").add_argument("pairs", nargs="+", metavar="NAME VALUE")
    verb("watch", _watch, "shows every change until Ctrl+C")
    token = verb("token", _token, "prints the token for other programs, such as Stream Deck or Companion")
    token.add_argument("--new", action="store_true", help="makes a new one; the old one ends with the next start")
    return parser


def _add_action(action: Action, verb: Callable[[str, Run, str], argparse.ArgumentParser]) -> None:
    """The verb of an action, and that of its opposite."""
    about = action.about[:1].lower() + action.about[1:]
    if action.off:
        for word, value in ((action.name, True), (action.off, False)):
            verb(word, _do, f"{about}: {word}").set_defaults(what=action.name, body={"value": value})
        return
    made = verb(action.name, _do, f"{about}: on, off or toggle (toggle where nothing is given)" if action.takes == "switch" else about)
    made.set_defaults(what=action.name, body={})
    if action.takes == "voice":
        made.add_argument("voice", nargs="+", metavar="name")
    elif action.takes == "switch":
        made.add_argument("word", nargs="?", choices=WORDS, default=TOGGLE)
    elif action.takes == "hold":
        made.add_argument("word", choices=("on", "off"), help="on: it is held; off: it is let go")


def _status(given: argparse.Namespace) -> None:
    _say_status(ControlClient().ask("status"), given.as_json)


def _voices(given: argparse.Namespace) -> None:
    answer = ControlClient().ask("voices")
    if given.as_json:
        _say_json(answer)
        return
    for voice in answer["voices"]:
        _say(f"{voice['id']:<14} {voice['name']}" + ("" if voice["ready"] else "  (a model it needs is missing: urvc voices show)"))


def _controls(given: argparse.Namespace) -> None:
    answer = ControlClient().ask("controls")
    if given.as_json:
        _say_json(answer)
        return
    for control in answer["controls"]:
        means = ": ".join(text for text in (control["label"], control["help"]) if text)
        limits = f"{control['low']:g} to {control['high']:g} {control['unit']}".rstrip()
        _say(f"{control['short'] or control['name']:<14} {control['value']:>7g}   {limits:<24} {means}")


def _actions(given: argparse.Namespace) -> None:
    answer = ControlClient().ask("actions")
    if given.as_json:
        _say_json(answer)
        return
    for action in answer["actions"]:
        _say(f"{action['name']:<14} {action['about']}" + ("" if action["possible"] else "  (not by this program)"))


def _do(given: argparse.Namespace) -> None:
    body = dict(given.body)
    if "voice" in given:
        body["voice"] = " ".join(given.voice)
    if "word" in given:
        body["value"] = WORDS[given.word]
    _say_status(ControlClient().change(given.what, body), given.as_json)


def _set(given: argparse.Namespace) -> None:
    _say_status(ControlClient().change("params", {"values": pairs(given.pairs)}), given.as_json)


def pairs(words: Sequence[str]) -> dict[str, float]:
    """NAME VALUE NAME VALUE... Raises AppError `control.pairs`."""
    if len(words) % 2:
        raise AppError("control.pairs", "change a control", words[-1])
    values = {}
    for name, text in zip(words[::2], words[1::2], strict=True):
        try:
            values[name] = number_of(text)
        except ValueError:
            raise AppError("control.number", "change a control", name, {"got": text}) from None
    return values


def _watch(given: argparse.Namespace) -> None:
    from app.control.watch import watch

    watch(ControlClient(), lambda status: _say_status({"status": status}, given.as_json))


def _token(given: argparse.Namespace) -> None:
    token = make_token() if given.new else read_token() or make_token()
    if given.as_json:
        _say_json({"token": token})
    else:
        _say(token)


def _say_status(answer: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        _say_json(answer)
        return
    status = answer["status"]
    marks = [one.field for one in REMOTE if one.takes == "switch" and one.field != "on" and status.get(one.field)]
    figures = f"delay {status['latency_ms']:.1f} ms, load {100 * status['load']:.0f} %, {status['dropouts']} dropouts"
    _say(", ".join([f"{'on' if status['on'] else 'off'}: {status['voice']['name']}", *marks, *([figures] if status["on"] else [])]))
    if status["error"]:
        _say(status["error"]["text"])


def _say_error(error: AppError, as_json: bool) -> None:
    text = error.text if isinstance(error, Refused) else error_text(error.code, error.doing, error.subject, error.facts)
    if as_json:
        _say_json({"error": {"code": error.code, "text": text}})
    else:
        sys.stderr.write(text + "\n")


def _say_json(values: Mapping[str, Any]) -> None:
    _say(json_line(values))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
