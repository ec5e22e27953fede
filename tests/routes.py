"""Every route as the app has it, and something of the right type for every field that it wants."""

import re
from enum import Enum
from typing import Any, get_args, get_origin
from uuid import UUID, uuid4

from fastapi import params
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

MOUNTED = {"/static"}


def routes(app: Any) -> list[Any]:
    return [route for route in iter_route_contexts(app.routes) if route.path not in MOUNTED]


def names(route: Any) -> set[tuple[str, str]]:
    return {(method, route.path) for method in route.methods}


def filled(model: type[BaseModel]) -> dict[str, Any]:
    """Something of the right type in every field that must be filled."""
    return {
        name: _value(field.annotation)
        for name, field in model.model_fields.items()
        if field.is_required() and name != "csrf"
    }


def _value(kind: Any) -> Any:
    if get_origin(kind) is list:
        return [_value(*get_args(kind))]
    kind = next((one for one in get_args(kind) if one is not type(None)), kind)
    if isinstance(kind, str):
        return kind
    if issubclass(kind, Enum):
        return next(iter(kind)).value
    return {UUID: str(uuid4()), int: "1", bool: "yes"}.get(kind, "2026-11-22")


def form_of(route: Any) -> dict[str, Any]:
    model = next((param.field_info.annotation for param in route.dependant.body_params), None)
    return filled(model) if isinstance(model, type) and issubclass(model, BaseModel) else {}


def takes_a_form(route: Any) -> bool:
    return any(isinstance(one.field_info, params.Form) for one in route.dependant.body_params)


def said(route: Any, csrf: str = "") -> dict[str, Any]:
    """What a page or a program sends to this route: a form, or JSON."""
    if not takes_a_form(route):
        return {"json": form_of(route)}
    return {"data": form_of(route) | ({"csrf": csrf} if csrf else {})}


def address(path: str, **known: Any) -> str:
    """The path with what is known in its place, and an id of nothing everywhere else."""
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", str(value))
    return re.sub(r"\{\w+\}", lambda _: str(uuid4()), path)
