"""SpiffWorkflow, a BPMN engine: it keeps no list of tasks, and its state is kept by whoever uses it: here in SQLite."""

import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from clock import each, told
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

SIGNING = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="office" targetNamespace="office">
  <process id="signing" isExecutable="true">
    <startEvent id="received"/><sequenceFlow id="a" sourceRef="received" targetRef="first"/>
    <manualTask id="first"/><sequenceFlow id="b" sourceRef="first" targetRef="second"/>
    <manualTask id="second"/><sequenceFlow id="c" sourceRef="second" targetRef="signed"/>
    <endEvent id="signed"/>
  </process>
</definitions>"""
TABLES = """
PRAGMA journal_mode=wal; PRAGMA synchronous=full;
CREATE TABLE paper (id INTEGER PRIMARY KEY, state TEXT);
CREATE TABLE audit (id INTEGER PRIMARY KEY, paper INTEGER, who TEXT, words TEXT);
"""
serializer = BpmnWorkflowSerializer()


def main(cases: int, acts: int) -> None:
    parser = BpmnParser()
    parser.add_bpmn_str(SIGNING)
    spec = parser.get_spec("signing")
    with TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "office.db")
        database.executescript(TABLES)
        for n in range(cases):
            workflow = BpmnWorkflow(spec)
            workflow.do_engine_steps()
            database.execute("INSERT INTO paper VALUES (?, ?)", (n, serializer.serialize_json(workflow)))
        database.commit()
        told(act=each(lambda n: sign(database, n), range(acts)))


def sign(database: sqlite3.Connection, paper: int) -> None:
    [state] = database.execute("SELECT state FROM paper WHERE id = ?", (paper,)).fetchone()
    workflow = serializer.deserialize_json(state)
    [task] = workflow.get_tasks(state=TaskState.READY, manual=True)
    task.data["opinion"] = "请医务部阅办。"
    task.run()
    workflow.do_engine_steps()
    [after] = workflow.get_tasks(state=TaskState.READY, manual=True)
    assert after.task_spec.name == "second"
    with database:
        database.execute(
            "UPDATE paper SET state = ? WHERE id = ?", (serializer.serialize_json(workflow), paper)
        )
        database.execute(
            "INSERT INTO audit (paper, who, words) VALUES (?, 'wang', '请医务部阅办。')", (paper,)
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
