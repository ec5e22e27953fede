"""What a browser or program sends: typed, nothing extra, and a Chinese sentence for each fault."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from config.language import Said, _, each
from models.words import cleaned

SENTENCES: dict[str, Callable[[str], Said]] = {  # each says what is wrong with the field of this name
    "missing": lambda name: _("请填写{name}。", name=name),
    "int_parsing": lambda name: _("{name}应为整数。", name=name),
    "int_type": lambda name: _("{name}应为整数。", name=name),
    "date_from_datetime_parsing": lambda name: _("{name}不是日期，应写作 2026-11-22。", name=name),
    "date_from_datetime_inexact": lambda name: _("{name}不是日期，应写作 2026-11-22。", name=name),
    "date_parsing": lambda name: _("{name}不是日期，应写作 2026-11-22。", name=name),
    "date_type": lambda name: _("{name}不是日期，应写作 2026-11-22。", name=name),
    "enum": lambda name: _("{name}不在可选范围内。", name=name),
    "uuid_parsing": lambda name: _("{name}不在可选范围内。", name=name),
    "literal_error": lambda name: _("{name}不在可选范围内。", name=name),
}
NAMELESS = each(
    {
        "extra_forbidden": "表单中有不认识的栏目，请刷新后重填。",
        "json_invalid": "请求不是合法的 JSON。",
    }
)


class Sent(BaseModel):
    """A form or JSON body.  A blank field is the same as a field left out.

    ``version`` is the ledger line the sender has seen; an act on a newer document is refused.
    ``behalf_of`` is in whose place the sender acts; nobody does so by accident.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    version: int | None = None
    behalf_of: UUID | None = Field(default=None, title=_("委托人"))

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        return {name: _kept(value) for name, value in sent.items() if _kept(value) not in ("", [])}


class NothingSent(Sent):
    """Only who and when matter."""


def _kept(value: Any) -> Any:
    """Without what no paper can print: a NUL or half a character would be an error in the database."""
    if isinstance(value, str):
        return cleaned(value)
    return (
        [kept for one in value if (kept := _kept(one)) not in ("", None)]
        if isinstance(value, list)
        else value
    )


def faults(errors: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Field → sentence, and a sentence for the whole.  Nothing that was sent is repeated, not even a name."""
    told: dict[str, str] = {}
    whole = _("填写有误，请按提示更正。")
    for error in errors:
        field = next((part for part in error["loc"][1:] if part in names), "")
        if field:
            sentence = SENTENCES.get(error["type"], lambda name: _("{name}填写有误。", name=name))
            told[field] = sentence(names[field])
        else:
            whole = NAMELESS.get(error["type"], whole)
    return told, whole


def titles(model: type[BaseModel]) -> dict[str, str]:
    """What each field is called on the form."""
    return {name: field.title or name for name, field in model.model_fields.items()}


def as_form(sent: type[Sent]) -> type[Sent]:
    """The same as a page's form sends it, with the word against forgery."""
    return create_model(f"{sent.__name__}Form", __base__=sent, csrf=(str, ""))
