"""django-viewflow: the owner of a task opens and finishes it; the first page of his inbox."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from clock import each, told
from django.conf import settings
from django.core.management import call_command

A_PAGE = 20
DURABLE = "PRAGMA journal_mode=wal; PRAGMA synchronous=full;"
APPS = ["django.contrib.auth", "django.contrib.contenttypes", "viewflow", "viewflow.workflow", "office"]


def main(cases: int, acts: int) -> None:
    with TemporaryDirectory() as folder:
        _set_up(Path(folder) / "office.db")
        from django.contrib.auth.models import User
        from office import flows
        from viewflow.workflow.models import Task

        wang = User.objects.create(username="wang", is_superuser=True)  # may see every flow
        for n in range(cases):
            flows.begin(f"letter {n}")
        mine = Task.objects.inbox([flows.Signing], wang)

        def shown(_turn: object) -> None:
            assert mine.count() == cases
            assert len(mine.order_by("-created")[:A_PAGE]) == min(A_PAGE, cases)

        told(
            list=each(shown, range(acts)),
            act=each(flows.sign, list(mine.values_list("pk", flat=True)[:acts])),
        )


def _set_up(file: Path) -> None:
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {"init_command": DURABLE, "transaction_mode": "IMMEDIATE"},
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=APPS,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
