"""What people type: cleaned of what no paper can print, refused when empty or too long, otherwise kept."""

import re
import unicodedata

from config.language import _
from models.errors import Malformed

# Controls, invisible formatting (it can turn a line of text around) and halves of characters.
UNPRINTABLE = {"Cc", "Cf", "Cs"}
NEVER_CHARACTERS = {"\ufffe", "\uffff"}
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9\-]+)*")


class Empty(Malformed):
    def __init__(self, name: str, field: str = "") -> None:
        super().__init__(_("请填写{name}。", name=name), field)


class TooLong(Malformed):
    def __init__(self, name: str, most: int, length: int, field: str = "") -> None:
        super().__init__(
            _("{name}最多{most}字，现有{length}字。", name=name, most=most, length=length), field
        )


class NoMailAddress(Malformed):
    def __init__(self, field: str = "") -> None:
        super().__init__(
            _("邮箱地址不对：应为一个地址，如 lin@hospital.local，不含换行、逗号和编码字。"),
            field,
        )


def words(text: str, most: int, name: str, *, field: str = "") -> str:
    """Text of one or more lines.  Raises Empty, TooLong (``most`` characters)."""
    if clean := optional_words(text, most, name, field=field):
        return clean
    raise Empty(name, field)


def optional_words(text: str, most: int, name: str, *, field: str = "") -> str:
    """The same, but it may be empty.  Raises TooLong."""
    clean = cleaned(text)
    if len(clean) > most:
        raise TooLong(name, most, len(clean), field)
    return clean


def one_line(text: str, most: int, name: str, *, field: str = "") -> str:
    """A title or a name: line breaks become spaces.  Raises Empty, TooLong."""
    return words(" ".join(cleaned(text).split("\n")), most, name, field=field)


def cleaned(text: str) -> str:
    """NFC, one kind of line break, nothing unprintable; rare and private characters stay."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(one for one in unicodedata.normalize("NFC", unified) if _prints(one)).strip()


def mail_address(text: str, *, field: str = "mail") -> str:
    """One bare address.  Raises NoMailAddress: a line break or a list would smuggle in other recipients."""
    address = text.strip(" ")
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        raise NoMailAddress(field)
    return address


def _prints(one: str) -> bool:
    return one == "\n" or (unicodedata.category(one) not in UNPRINTABLE and one not in NEVER_CHARACTERS)
