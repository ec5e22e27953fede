"""金丝雀: words that nobody else says.  Each field and each secret of the scripted day gets one of its own."""

from dataclasses import dataclass, field

STEM = "金丝雀Kanarie"


@dataclass
class Marks:
    """``of("title")`` is what is typed into the field; ``secrets`` were made by the product and learnt by the test.

    ``codes`` are the six digits of a phone, which nothing but their neighbours tells from any other number.
    """

    typed: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        return self.typed.setdefault(name, f"{STEM}{len(self.typed):03}鸦")

    def learns(self, name: str, secret: str | bytes) -> None:
        self.secrets[name] = secret.encode() if isinstance(secret, str) else secret

    @property
    def names(self) -> list[str]:
        return [*self.typed, *self.secrets, *self.codes]
