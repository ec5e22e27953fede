"""表单: the forms of a page, filled in as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TICKED = {"checkbox", "radio"}
NOT_SENT = {"file", "submit", "button"}


@dataclass
class Sheet:
    """``said``: what would be sent now; ``offered``: value and words of every choice."""

    action: str
    said: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def act(self) -> str:
        return self.action.rpartition("/")[2]

    def tick_all(self, name: str) -> None:
        self.said[name] = [value for value, _ in self.offered[name]]

    def choose(self, name: str, *words: str) -> None:
        """The choices that are called so, in this order."""
        self.said[name] = [self._called(name, one) for one in words]

    def _called(self, name: str, words: str) -> str:
        return next(value for value, shown in self.offered[name] if words in shown)


class Sheets(HTMLParser):
    """``Sheets.on(html)``: every form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Sheet] = []
        self._inside = ""  # the textarea or select that is being read
        self._name = self._words = ""
        self._chosen: str | None = None

    @classmethod
    def on(cls, html: str) -> list[Sheet]:
        reader = cls()
        reader.feed(html)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Sheet(said["action"]))
        elif tag == "input" and said.get("name") and self.found:
            self._input(said)
        elif tag in ("textarea", "select"):
            self._inside, self._name, self._words, self._chosen = tag, said["name"], "", None
        elif tag == "option" and self._inside == "select":
            self._option(said)

    def handle_endtag(self, tag: str) -> None:
        if tag != self._inside:
            return
        value = self._words.removeprefix("\n") if tag == "textarea" else self._chosen
        if value is not None:
            self._sheet.said.setdefault(self._name, []).append(value)
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "textarea":
            self._words += data
        elif self._inside == "select" and data.strip():
            choices = self._sheet.offered[self._name]
            choices[-1] = (choices[-1][0], data.strip())

    @property
    def _sheet(self) -> Sheet:
        return self.found[-1]

    def _input(self, said: dict[str, str]) -> None:
        kind, name, value = said.get("type", "text"), said["name"], said.get("value", "")
        if kind in TICKED:
            self._sheet.offered.setdefault(name, []).append((value, ""))
        if kind in NOT_SENT or (kind in TICKED and "checked" not in said):
            return
        self._sheet.said.setdefault(name, []).append(value)

    def _option(self, said: dict[str, str]) -> None:
        """A browser sends the first option where none is selected."""
        value = said.get("value", "")
        self._sheet.offered.setdefault(self._name, []).append((value, ""))
        if self._chosen is None or "selected" in said:
            self._chosen = value
