"""The flow, and the two acts on it."""

from django.db import transaction
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process, Task

WORDS = "请医务部阅办。"


class Signing(flow.Flow):
    process_class = Process
    start = flow.StartHandle(this.received).Next(this.first)
    first = flow.View(lambda request: None).Assign(username="wang").Next(this.second)
    second = flow.View(lambda request: None).Next(this.end)
    end = flow.End()

    def received(self, activation, title):
        activation.process.data = {"title": title}


def begin(title: str) -> None:
    Signing.start.run(title=title)


def sign(task_id: int) -> None:
    with transaction.atomic():
        task = Task.objects.select_related("process").get(pk=task_id)
        with Signing.lock(task.process_id):
            activation = task.flow_task.activation_class(task)
            activation.start(None)
            activation.process.data["opinion"] = WORDS
            activation.process.save()
            activation.execute()
