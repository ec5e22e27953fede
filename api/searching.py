"""查找: the words come in the body of a post and go on sealed, so that no address ever bears them (ASVS V14.2.1)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from pydantic import Field

from api import desk, documents
from api.deps import Reader, must_be_ours
from api.sent import Sent
from config.language import _
from models.desk import Folder
from models.sought import Sought

pages = APIRouter(include_in_schema=False)


class SearchForm(Sent):
    csrf: str = ""
    within: Literal["/", "/documents"] = "/"
    folder: str = Field(default="", max_length=20)
    q: str = Field(default="", max_length=100, title=_("查找"))
    stage: str = Field(default="", max_length=20)
    book: str = Field(default="", max_length=20)
    urgency: str = Field(default="", max_length=20)
    level: str = Field(default="", max_length=20)
    issuer: str = Field(default="", max_length=100, title=_("来文单位"))
    office: str = Field(default="", max_length=8)
    due: str = Field(default="", max_length=20)


@pages.post("/search")
def search(request: Request, sent: Annotated[SearchForm, Form()], _me: Reader) -> RedirectResponse:
    """Nothing is written down: no transaction is begun for it."""
    must_be_ours(request, sent.csrf)
    sought = Sought(**{name: value for name, value in sent if name in vars(Sought())})
    if sent.within == "/documents":
        return RedirectResponse(documents.address(sought, 1), status_code=303)
    folder = Folder(sent.folder) if sent.folder in set(Folder) else Folder.ALL
    return RedirectResponse(desk.address(folder, sought), status_code=303)
