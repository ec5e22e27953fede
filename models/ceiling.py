"""上限: nothing that bears a mark of state secrecy comes in, as a file or in words (保守国家秘密法第31条第3项)."""

from config.language import _
from models.errors import Malformed
from models.kinds import Level
from models.recognition import mark_of_state_secret

NO_STATE_SECRETS = _("本系统为非涉密信息系统，严禁存储、处理、传输国家秘密。请使用纸质登记簿或涉密系统办理。")


class StateSecretRefused(Malformed):
    def __init__(self, field: str = "") -> None:
        super().__init__(NO_STATE_SECRETS, field)


def refuse_marked(*texts: str, field: str = "") -> None:
    """Raises StateSecretRefused where one of the texts bears such a mark."""
    if any(mark_of_state_secret(text) for text in texts):
        raise StateSecretRefused(field)


def refuse_level(level: Level, field: str = "level") -> None:
    """Raises StateSecretRefused where a document is said to be one."""
    if level.is_state_secret:
        raise StateSecretRefused(field)
