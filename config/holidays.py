"""节假日: the State Council's arrangement of each year, one editable file a year."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from config.errors import BadConfig
from config.settings import settings
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
    """One year's table; ``source`` is the notice it was taken from, ``half_days`` are the hospital's own."""

    year: int = Field(ge=1949, le=2999)
    source: str = Field(min_length=1)
    holidays: tuple[Holiday, ...] = Field(min_length=1)
    half_days: frozenset[date] = frozenset()

    @model_validator(mode="after")
    def _stays_in_its_year(self) -> Self:
        for holiday in self.holidays:
            for day in (*holiday.days, *holiday.work):
                if not date(self.year - 1, 12, 20) <= day <= date(self.year, 12, 31):
                    raise ValueError(f"{holiday.name}的{day}不在{self.year}年")
        if both := self.rest & self.work:
            raise ValueError(f"{min(both)}既放假又上班")
        for day in self.half_days:
            if day.year != self.year or not self._is_worked(day):
                raise ValueError(f"{day}不是{self.year}年的工作日，不能只上半天班")
        return self

    def _is_worked(self, day: date) -> bool:
        return day in self.work or (day.weekday() < SATURDAY and day not in self.rest)

    def named(self, day: date) -> str:
        """The holiday that ``day`` is part of, or that it is worked for; nothing on any other day."""
        return next((one.name for one in self.holidays if day in (*one.days, *one.work)), "")

    @property
    def rest(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.days)

    @property
    def work(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.work)


def own_folder() -> Path:
    """Where a hospital keeps its own tables: one stands in for the shipped table of its year."""
    return settings().data_dir / "calendar"


@cache
def years(*folders: Path) -> tuple[Year, ...]:
    """Every year that has a table, oldest first; of two for one year the later folder's.  Raises BadConfig."""
    paths = {
        path.stem: path for folder in folders or (FOLDER, own_folder()) for path in folder.glob("*.toml")
    }
    return tuple(_year(paths[stem]) for stem in sorted(paths))


def _year(path: Path) -> Year:
    year = read(path, Year)
    if path.stem != str(year.year):
        raise BadConfig(f"{path}：文件名与其中的年份{year.year}不一致。")
    return year
