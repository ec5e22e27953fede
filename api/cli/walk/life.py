"""一生: what one document and its people are called while it walks."""

from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

from api.cli.walk.browser import Browser
from api.cli.walk.paper import OldPaper, find_one
from api.cli.walk.sheets import Sheet
from api.cli.walk.watch import Watch


@dataclass
class Life:
    """What the steps hand on to each other."""

    base: str
    password: str
    names: dict[str, str]
    watch: Watch
    stop: Event
    paper: OldPaper = field(default_factory=find_one)
    document: str = ""
    order: str = ""
    original: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)

    def browser(self, uid: str) -> Browser:
        """Signed in, once."""
        if uid not in self.browsers:
            self.browsers[uid] = Browser(self.base, uid, self.password, self.stop)
            self.browsers[uid].signs_in()
        return self.browsers[uid]

    @property
    def page(self) -> str:
        return f"/documents/{self.document}"

    @property
    def owners(self) -> list[UUID]:
        return [UUID(one) for one in (self.document, self.order) if one]

    def sheet(self, me: Browser, act: str) -> Sheet:
        return me.sheet(self.page, act)
