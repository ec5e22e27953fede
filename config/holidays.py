"""节假日: the State Council's arrangement of each year, one editable file a year in calendar/."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from config.errors import BadConfig
from config.toml import Strict, read

FOLDER = Path(__file__).parent / "calendar"
SATURDAY = 5


class Holiday(Strict):
    """``first`` to ``last`` are free, both included; ``work`` are the weekend days worked instead (调休)."""

    name: str = Field(min_length=1)
    first: date
    last: date
    work: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not self.first <= self.last <= self.first + timedelta(days=15):
            raise ValueError(f"{self.name}的起止日期不对")
        if weekdays := [day for day in self.work if day.weekday() < SATURDAY]:
            raise ValueError(f"{weekdays[0]}不是周末，不能列为调休上班日")
        return self

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class Year(Strict):
    """One year's table; ``source`` is the notice it was taken from."""

    year: int = Field(ge=1949, le=2999)
    source: str = Field(min_length=1)
    holidays: tuple[Holiday, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stays_in_its_year(self) -> Self:
        for holiday in self.holidays:
            for day in (*holiday.days, *holiday.work):
                if not date(self.year - 1, 12, 20) <= day <= date(self.year, 12, 31):
                    raise ValueError(f"{holiday.name}的{day}不在{self.year}年")
        if both := self.rest & self.work:
            raise ValueError(f"{min(both)}既放假又上班")
        return self

    @property
    def rest(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.days)

    @property
    def work(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.work)


@cache
def years(folder: Path = FOLDER) -> tuple[Year, ...]:
    """Every year that has a table, oldest first.  Raises BadConfig."""
    return tuple(_year(path) for path in sorted(folder.glob("*.toml")))


def _year(path: Path) -> Year:
    year = read(path, Year)
    if path.stem != str(year.year):
        raise BadConfig(f"{path}：文件名与其中的年份{year.year}不一致。")
    return year
