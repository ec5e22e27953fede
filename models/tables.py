"""Every table, imported once, so that the metadata is whole for migrations and tests."""

from models import (
    access,
    approve,
    assignments,
    attempts,
    conversation,
    copies,
    delegations,
    distribute,
    document,
    files,
    holdings,
    inbox,
    leases,
    ledger,
    letters,
    orders,
    outbox,
    people,
    prints,
    readings,
    receive,
    register,
    relations,
    reminders,
    rounds,
    rulebooks,
    search,
    signins,
    tasks,
    tickets,
    urge,
)
from models.database import Table

metadata = Table.metadata
