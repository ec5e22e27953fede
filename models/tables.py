"""Every table, imported once, so that the metadata is whole for migrations and tests."""

from models import (
    access,
    approve,
    assignments,
    circulate,
    document,
    files,
    holdings,
    leases,
    ledger,
    letters,
    orders,
    outbox,
    people,
    prints,
    receive,
    register,
    search,
    signins,
    tasks,
)
from models.database import Table

MODULES = (
    access,
    approve,
    assignments,
    circulate,
    document,
    files,
    holdings,
    leases,
    ledger,
    letters,
    orders,
    outbox,
    people,
    prints,
    receive,
    register,
    search,
    signins,
    tasks,
)

metadata = Table.metadata
