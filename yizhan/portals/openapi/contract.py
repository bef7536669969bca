"""Shapes as frozen dataclasses: the same class makes the schema of the document, reads what comes in, writes what goes.

So the document cannot say anything else than the code does. JSON Schema 2020-12, as OpenAPI 3.1 has it. Pure.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import types
import typing
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

T = TypeVar("T")
LOCAL = ZoneInfo("Asia/Shanghai")
#: What a text may hold: everything but NUL, which no database takes.
TEXT = r"^[^\u0000]*$"
DAY = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


@dataclass(frozen=True)
class Is:
    """What more is to be said of a field than its type; stands in `Annotated`.

    :param choices: a `TextChoices`; its values are the enum. :param least, most: of a number, or of a list's or text's
        length. :param example: shown in the document.
    """

    about: str = ""
    choices: Any = None
    least: int | None = None
    most: int | None = None
    pattern: str = ""
    example: Any = None


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong with what was sent.

    :param field: where: `shifts.0.headcount`, or "" for the whole. :param message: one sentence.
    """

    field: str
    message: str


class Invalid(Exception):
    """What was sent does not have the shape; `errors` says all of it."""

    def __init__(self, errors: list[FieldError]) -> None:
        """Carry every error."""
        self.errors = errors
        super().__init__(f"{len(errors)} fields")


# Types --------------------------------------------------------------------------------------------------------------


def parts_of(hint: Any) -> tuple[Any, bool, Is]:
    """Take an annotation apart: the bare type, whether null is allowed, and what is said of it."""
    said = Is()
    if typing.get_origin(hint) is typing.Annotated:
        hint, *more = typing.get_args(hint)
        said = next((one for one in more if isinstance(one, Is)), said)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        inner = [one for one in typing.get_args(hint) if one is not type(None)]
        bare, _null, own = parts_of(inner[0])
        return bare, True, own if said == Is() else said
    return hint, False, said


def hints_of(shape: type) -> dict[str, Any]:
    """Return the annotations of a shape, with what is said beside them."""
    return typing.get_type_hints(shape, include_extras=True)


def is_shape(hint: Any) -> bool:
    """Say whether a type is one of our shapes."""
    return isinstance(hint, type) and dataclasses.is_dataclass(hint)


# Schema -------------------------------------------------------------------------------------------------------------


def schema_of(hint: Any, components: dict[str, Any], *, nullable: bool = True) -> dict[str, Any]:
    """Return the JSON Schema of an annotation; shapes are put into `components` and referred to."""
    bare, null, said = parts_of(hint)
    schema = _bare_schema(bare, said, components)
    if said.about:
        schema = {**schema, "description": said.about}
    if said.example is not None:
        schema["examples"] = [said.example]
    if not (null and nullable):
        return schema
    if "$ref" in schema:
        about = {"description": schema.pop("description")} if "description" in schema else {}
        return {"oneOf": [schema, {"type": "null"}], **about}
    schema["type"] = [schema["type"], "null"]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _bare_schema(bare: Any, said: Is, components: dict[str, Any]) -> dict[str, Any]:
    if is_shape(bare):
        add_shape(bare, components)
        return {"$ref": f"#/components/schemas/{bare.__name__}"}
    if typing.get_origin(bare) is tuple:
        schema: dict[str, Any] = {"type": "array", "items": schema_of(typing.get_args(bare)[0], components)}
        if said.choices is not None:
            schema["items"] = {"type": "string", "enum": [str(value) for value in said.choices.values]}
        return schema | _limits(said, "minItems", "maxItems")
    if bare is bool:
        return {"type": "boolean"}
    if bare is int:
        return {"type": "integer"} | _limits(said, "minimum", "maximum")
    if bare is dict:
        return {"type": "object"}
    return _text_schema(bare, said)


def _text_schema(bare: Any, said: Is) -> dict[str, Any]:
    formats = {uuid.UUID: "uuid", dt.datetime: "date-time", dt.date: "date"}
    if bare in formats:
        return {"type": "string", "format": formats[bare]} | ({"pattern": DAY} if bare is dt.date else {})
    if bare is dt.time:
        return {"type": "string", "pattern": CLOCK}
    if said.choices is not None:
        return {"type": "string", "enum": [str(value) for value in said.choices.values]}
    return {"type": "string"} | _limits(said, "minLength", "maxLength") | {"pattern": said.pattern or TEXT}


def _limits(said: Is, least: str, most: str) -> dict[str, Any]:
    found = {least: said.least, most: said.most}
    return {name: value for name, value in found.items() if value is not None}


def add_shape(shape: type, components: dict[str, Any]) -> None:
    """Put the schema of a shape among the components, once. What has no default is required."""
    if shape.__name__ in components:
        return
    components[shape.__name__] = {}  # a shape that names itself finds its place taken
    hints = hints_of(shape)
    fields = dataclasses.fields(shape)
    components[shape.__name__] = {
        "type": "object",
        "description": (shape.__doc__ or "").split("\n")[0],
        "properties": {field.name: schema_of(hints[field.name], components) for field in fields},
        "required": [field.name for field in fields if _is_required(field)],
        "additionalProperties": False,
    }


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


# Reading ------------------------------------------------------------------------------------------------------------


def read_shape(shape: type[T], data: Any, where: str = "") -> T:
    """Read parsed JSON into a shape.

    :raises Invalid: with everything that is wrong, by field.
    """
    if not isinstance(data, Mapping):
        raise Invalid([FieldError(where, _("这里应是一个 JSON 对象。"))])
    hints = hints_of(shape)
    fields = {field.name: field for field in dataclasses.fields(shape)}  # type: ignore[arg-type]
    errors = [FieldError(_inside(where, _named(name)), _("没有这个字段。")) for name in data if name not in fields]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in data:
            if _is_required(field):
                errors.append(FieldError(_inside(where, name), _("缺少这个字段。")))
            continue
        try:
            values[name] = _read(hints[name], data[name], _inside(where, name))
        except Invalid as error:
            errors += error.errors
    if errors:
        raise Invalid(errors)
    return shape(**values)


def _named(name: object) -> str:
    """Return the beginning of a name that somebody else thought of, as far as it can be written back."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(name)[:40])


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _wrong(where: str, sentence: str) -> Invalid:
    return Invalid([FieldError(where, sentence)])


def _read(hint: Any, value: Any, where: str) -> Any:
    bare, null, said = parts_of(hint)
    if value is None:
        if null:
            return None
        raise _wrong(where, _("这个字段不能为空（null）。"))
    if is_shape(bare):
        return read_shape(bare, value, where)
    if typing.get_origin(bare) is tuple:
        return _read_list(bare, said, value, where)
    if bare is bool:
        if isinstance(value, bool):
            return value
        raise _wrong(where, _("这里应是 true 或 false。"))
    if bare is int:
        return _read_number(said, value, where)
    if not isinstance(value, str):
        raise _wrong(where, _("这里应是文字（字符串）。"))
    return read_text(bare, said, value, where)


def _read_list(bare: Any, said: Is, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(where, _("这里应是一个列表。"))
    if len(value) < (said.least or 0) or len(value) > (said.most if said.most is not None else 1000):
        raise _wrong(where, _("这个列表的项数不在允许范围内。"))
    inner = typing.get_args(bare)[0]
    if said.choices is not None:
        inner = typing.Annotated[inner, Is(choices=said.choices)]
    errors, found = [], []
    for n, one in enumerate(value):
        try:
            found.append(_read(inner, one, f"{where}.{n}"))
        except Invalid as error:
            errors += error.errors
    if errors:
        raise Invalid(errors)
    return tuple(found)


def _read_number(said: Is, value: Any, where: str) -> int:
    # JSON Schema counts 3.0 as an integer; true is none.
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(where, _("这里应是整数。"))
    least = -(2**31) if said.least is None else said.least
    most = 2**31 - 1 if said.most is None else said.most
    if not least <= value <= most:
        raise _wrong(where, _("这个数应在 %(least)s 到 %(most)s 之间。") % {"least": least, "most": most})
    return value


def read_text(bare: Any, said: Is, value: str, where: str) -> Any:
    """Read a text into what its type says.

    :raises Invalid: it is none.
    """
    if "\x00" in value or not _is_unicode(value):
        raise _wrong(where, _("文字里有不能保存的字符。"))
    if bare is str:
        return _read_str(said, value, where)
    try:
        if bare is uuid.UUID:
            return _read_uuid(value)
        if bare is dt.date:
            return _read_day(value)
        if bare is dt.time:
            return _read_clock(value)
        return _read_moment(value)
    except ValueError:
        raise _wrong(where, _FORMATS[bare]()) from None


_FORMATS = {
    uuid.UUID: lambda: _("这里应是一个 UUID。"),
    dt.date: lambda: _("日期应写成 2026-11-24 这样。"),
    dt.time: lambda: _("时间应写成 07:30 这样。"),
    dt.datetime: lambda: _("时间应带时区，写成 2026-11-24T07:30:00+08:00 这样。"),
}


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_str(said: Is, value: str, where: str) -> str:
    if said.choices is not None and value not in {str(one) for one in said.choices.values}:
        raise _wrong(where, _("这个值不在可选范围内，见 /api/v1/vocabularies。"))
    if len(value) < (said.least or 0) or len(value) > (said.most if said.most is not None else 10_000):
        raise _wrong(where, _("这段文字的长度不在允许范围内。"))
    if said.pattern and not re.fullmatch(said.pattern, value):  # `$` alone would let a line's end follow
        raise _wrong(where, _("这段文字的写法不对。"))
    return value


def _read_uuid(value: str) -> uuid.UUID:
    if len(value) != 36:  # other spellings, such as one without dashes, are no `format: uuid`
        raise ValueError
    return uuid.UUID(value)


def _read_day(value: str) -> dt.date:
    if not re.fullmatch(DAY.strip("^$"), value, re.ASCII):
        raise ValueError
    return dt.date.fromisoformat(value)


def _read_clock(value: str) -> dt.time:
    if not re.fullmatch(CLOCK.strip("^$"), value, re.ASCII):
        raise ValueError
    return dt.time.fromisoformat(value)


def _read_moment(value: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value.upper().replace("Z", "+00:00"))
    if moment.tzinfo is None or "T" not in value.upper():
        raise ValueError
    if not 1900 < moment.year < 2200:  # what a database and its time zones take
        raise ValueError
    return moment


def read_query(shape: type[T], asked: Mapping[str, Any]) -> T:
    """Read the parameters of an address into a shape; `asked` is a QueryDict.

    :raises Invalid: with everything that is wrong; a parameter that is not known is wrong, too, because a misspelt
        filter would answer with everything.
    """
    hints = hints_of(shape)
    errors = [FieldError(_named(name), _("没有这个参数。")) for name in asked if name not in hints]
    values: dict[str, Any] = {}
    for name, hint in hints.items():
        if name not in asked:
            continue
        given = asked.getlist(name) if hasattr(asked, "getlist") else [asked[name]]
        bare, _null, said = parts_of(hint)
        try:
            if len(given) > 1:
                raise _wrong(name, _("这个参数只能给一次。"))
            values[name] = _read_written(bare, said, given[0], name)
        except Invalid as error:
            errors += error.errors
    if errors:
        raise Invalid(errors)
    return shape(**values)


def _read_written(bare: Any, said: Is, text: str, where: str) -> Any:
    if bare is dt.datetime:  # a plus that nobody wrote as %2B arrives as a blank
        text = re.sub(r" (?=\d\d:\d\d$)", "+", text)
    if bare is not int:
        return read_text(bare, said, text, where)
    if not re.fullmatch(r"-?\d{1,10}", text, re.ASCII):
        raise _wrong(where, _("这里应是整数。"))
    return _read_number(said, int(text), where)


# Writing ------------------------------------------------------------------------------------------------------------


def as_json(value: Any) -> Any:
    """Return what `json.dumps` takes: moments with their offset, shapes as objects in the order of their fields."""
    if is_shape(type(value)):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dt.datetime):
        return value.astimezone(LOCAL).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    return value if isinstance(value, bool | int | type(None)) else str(value)


def dumps(value: Any) -> str:
    """Write a shape as JSON, Chinese as it is."""
    return json.dumps(as_json(value), ensure_ascii=False, separators=(",", ":"))


def query_parameters(shape: type, components: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return the parameters of an address as OpenAPI describes them. An absent one is left out, never null."""
    for field in dataclasses.fields(shape):
        schema = schema_of(hints_of(shape)[field.name], components, nullable=False)
        about = schema.pop("description", "")
        if field.default not in (None, dataclasses.MISSING, ""):
            schema["default"] = as_json(field.default)
        yield {"name": field.name, "in": "query", "required": _is_required(field), "description": about,
               "schema": schema}  # fmt: skip
