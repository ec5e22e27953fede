"""The sections of policy.toml about signing in, and about confirming once more who one is."""

from fnmatch import fnmatchcase
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.toml import Strict

Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Few = Annotated[int, Field(strict=True, ge=0, le=24)]
Strength = Literal["none", "password", "second-factor"]
STRENGTHS: tuple[Strength, ...] = ("none", "password", "second-factor")
Level = Literal["公开", "内部", "秘密", "机密", "绝密"]


class SignInRules(Strict):
    """``failures`` in a row close a name for ``lock_minutes``, then for twice as long, up to ``longest_lock_minutes``.

    ``password_days`` 0: passwords do not age.  ``passwords_kept``: how many earlier ones may not come back.
    ``remember_days`` 0: no device is remembered.
    """

    idle_minutes: Count
    longest_hours: Count
    failures: Count
    lock_minutes: Count
    longest_lock_minutes: Count
    address_failures: Count
    half_way_minutes: Annotated[int, Field(strict=True, ge=1, le=5)]
    password_length: Annotated[int, Field(strict=True, ge=8, le=128)]
    password_days: Annotated[int, Field(strict=True, ge=0, le=3650)]
    passwords_kept: Few
    remember_days: Annotated[int, Field(strict=True, ge=0, le=90)] = 0

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if self.longest_lock_minutes < self.lock_minutes:
            raise ValueError("longest_lock_minutes 不能小于 lock_minutes")
        return self

    def pause_minutes(self, number: int) -> int:
        """How long a name rests after its ``number``-th failure in a row."""
        full, rest = divmod(number, self.failures)
        if rest or not full:
            return 0
        doubled: int = self.lock_minutes * 2 ** min(full - 1, 20)
        return min(doubled, self.longest_lock_minutes)


class Demand(Strict):
    """``acts`` as the URL of their form names them, without ids; ``*`` stands for any part."""

    acts: Annotated[tuple[str, ...], Field(min_length=1)]
    levels: tuple[Level, ...] = ()  # empty: every level
    needs: Strength

    def meets(self, act: str, level: str) -> bool:
        fits = any(fnmatchcase(act, wanted) for wanted in self.acts)
        return fits and (not self.levels or level in self.levels)


class StepUp(Strict):
    """When who one is must have been proved less than ``fresh_minutes`` ago.

    ``factor_for``: the roles whose holders must have a second factor.
    """

    fresh_minutes: Annotated[int, Field(strict=True, ge=1, le=60)]
    factor_for: tuple[str, ...]
    demands: tuple[Demand, ...]

    def needs(self, act: str, level: str) -> Strength:
        """The strongest that any demand makes of this act on a document of this level ("": on none)."""
        met = [demand.needs for demand in self.demands if demand.meets(act, level)]
        return max(met, key=STRENGTHS.index, default="none")
