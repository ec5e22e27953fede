"""新处: the PostgreSQL database while a house moves in.  It keeps its own account of how far that is."""

from psycopg.errors import DataError, IntegrityError
from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import AddConstraint, DropConstraint

from gateways.moving.faults import NotEmpty, Unfit, Unreachable
from gateways.moving.source import Row
from models import migrate
from models.migrate import MOVING_IN
from models.tables import metadata

ACCOUNT = "moving_in"  # one row for each table: the place of the last row that is here
WHOSE = ""  # and one for the house itself


def opened(url: str) -> Engine:
    """Moments are told in UTC, as SQLite keeps them.  Raises Unreachable."""
    options = {"options": "-c timezone=UTC -c jit=off"}
    engine = create_engine(url, connect_args=options, hide_parameters=True)
    try:
        engine.connect().close()
    except OperationalError as error:
        raise Unreachable(str(error.orig).strip().splitlines()[-1]) from None
    return engine


def begin(engine: Engine, whose: str) -> None:
    """Every table, empty, or what an earlier attempt of the same house left.  Raises NotEmpty."""
    if not inspect(engine).get_table_names():
        with engine.begin() as connection:
            connection.exec_driver_sql(
                f"CREATE TABLE {ACCOUNT} (name varchar(80) PRIMARY KEY, place bigint NOT NULL, whose varchar(64))"
            )
            connection.exec_driver_sql(f"INSERT INTO {ACCOUNT} VALUES (%s, 0, %s)", (WHOSE, whose))  # noqa: S608
    if not is_half_here(engine, whose):
        raise NotEmpty()
    if migrate.standing(engine)[0] != MOVING_IN:
        migrate.lay_out(engine)
        _loosen(engine)


def is_half_here(engine: Engine, whose: str) -> bool:
    if ACCOUNT not in inspect(engine).get_table_names():
        return False
    question = f"SELECT whose FROM {ACCOUNT} WHERE name = %s"  # noqa: S608
    with engine.connect() as connection:
        return connection.exec_driver_sql(question, (WHOSE,)).scalar() == whose


def places(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        told = connection.exec_driver_sql(f"SELECT name, place FROM {ACCOUNT}")  # noqa: S608
        return {row.name: row.place for row in told}


def take(engine: Engine, table: str, columns: list[str], rows: list[Row]) -> None:
    """Some rows and their place in the account, both or neither.  Raises Unfit."""
    named = ", ".join(f'"{column}"' for column in columns)
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        try:
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:  # type: ignore[attr-defined]
                for _place, *values in rows:
                    copy.write_row(values)
        except (DataError, IntegrityError) as error:
            raise Unfit(table, error.diag.message_primary or "") from None
        _note(connection, table, rows[-1][0])


def throw_away(engine: Engine, table: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(f'TRUNCATE "{table}"')
        _note(connection, table, 0)


def open_house(engine: Engine) -> None:
    """Whatever points at something points at something that is here; the account is closed, and a release may come."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for constraint in table.foreign_key_constraints:
                connection.execute(AddConstraint(constraint))
            for column in table.primary_key.columns:
                _count_on(connection, table.name, column.name)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = %s", (migrate.head(),))
        connection.exec_driver_sql(f"DROP TABLE {ACCOUNT}")


def _loosen(engine: Engine) -> None:
    """Tables fill one after another, and no release opens a house that is half here."""
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for constraint in table.foreign_key_constraints:
                connection.execute(DropConstraint(constraint))
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = %s", (MOVING_IN,))


def _count_on(connection: Connection, table: str, column: str) -> None:
    """Numbers that the server gives go on behind the last one that is here."""
    question = "SELECT pg_get_serial_sequence(%s, %s)"
    if sequence := connection.exec_driver_sql(question, (f'"{table}"', column)).scalar():
        last = f'SELECT setval(%s, (SELECT max("{column}") FROM "{table}"))'  # noqa: S608
        connection.exec_driver_sql(last, (sequence,))


def _note(connection: Connection, table: str, place: int) -> None:
    connection.exec_driver_sql(
        f"INSERT INTO {ACCOUNT} (name, place) VALUES (%s, %s) "  # noqa: S608
        "ON CONFLICT (name) DO UPDATE SET place = excluded.place",
        (table, place),
    )
