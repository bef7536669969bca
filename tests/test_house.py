"""Rules of the house that no linter knows. Each test names the files that break one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from yizhan.shared.person_rows import all_person_rows

PACKAGE = Path(settings.PACKAGE_DIR)
ROOT = PACKAGE.parent
#: Not rooms: they have other furniture, or none.
NOT_ROOMS = {"config", "shared", "engine", "locale", "cli"}
ROOMS = sorted(
    path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name not in NOT_ROOMS
)
#: The generated county fills the tables of all rooms in bulk: a month of life through the operations takes minutes.
FILLS = {"demo"}
LINES = 600
SKIPPED_FOLDERS = {"__pycache__", "vendor", "fonts", "data", ".venv", ".git", "var", "build", "dist", "node_modules"}

WRITES = {
    "abulk_create", "acreate", "adelete", "aupdate", "bulk_create", "bulk_update", "create", "delete",
    "get_or_create", "raw", "update", "update_or_create",
}  # fmt: skip


def files(*suffixes: str, under: Path | None = None) -> list[Path]:
    """Return our own files with these endings."""
    return sorted(
        path
        for path in (under or PACKAGE).rglob("*")
        if path.is_file()
        and path.suffix in suffixes
        and not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts)
        and not any(part.endswith(".egg-info") for part in path.parts)
    )


def code(*, migrations: bool = False) -> list[Path]:
    """Return the product's Python files."""
    return [path for path in files(".py") if migrations or "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file, once."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def room_of(path: Path) -> str:
    """Return the folder below the package that a file lies in."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def layer_of(path: Path) -> str:
    """Return the furniture that a file belongs to: `operations`, `queries`, `web` and so on."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[1] if len(parts) > 1 else ""


def where(path: Path, node: ast.AST | int) -> str:
    """Return `yizhan/room/file.py:12`."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 0)
    return f"{path.relative_to(ROOT)}:{line}"


def chain(node: ast.AST) -> list[str]:
    """Return `Model.objects.filter(…).update` as its names, outermost last; [] when it does not begin with a name."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(names)]
        else:
            return []


def typing_only(module: ast.Module) -> set[int]:
    """Return the ids of all nodes under `if TYPE_CHECKING`."""
    return {
        id(inner)
        for node in ast.walk(module)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }


def foreign_models(path: Path) -> dict[str, tuple[str, ast.ImportFrom]]:
    """Return the names of other rooms' models in a file: name -> (room, import)."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "yizhan" and parts[2:3] == ["models"] and parts[1] not in ("shared", room_of(path)):
                for alias in node.names:
                    found[alias.asname or alias.name] = (parts[1], node)
    return found


def none_of(found: list[str], rule: str) -> None:
    """Fail with the list."""
    assert not found, f"{rule}:\n  " + "\n  ".join(sorted(found))


# --- who writes where -------------------------------------------------------------------------------------------


def test_other_rooms_models_are_imported_for_typing_only() -> None:
    found = [
        f"{where(path, node)} {name} of {room}"
        for path in code()
        if room_of(path) in set(ROOMS) - FILLS
        for name, (room, node) in foreign_models(path).items()
        if id(node) not in typing_only(tree(path))
    ]
    none_of(found, "put these imports under `if TYPE_CHECKING:` and ask the room's queries and operations")


def test_a_room_writes_only_to_its_own_tables() -> None:
    found = []
    for path in code():
        foreign = foreign_models(path)
        if room_of(path) not in set(ROOMS) - FILLS or not foreign:
            continue
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            names = chain(call.func)
            if names and names[0] in foreign and names[-1] in WRITES and len(names) > 2:
                found.append(f"{where(path, call)} {'.'.join(names)}")
        found += [f"{where(path, call)} {words}" for call, words in saved_arguments(path, set(foreign))]
    none_of(found, "these write to another room's tables; call its operation")


def saved_arguments(path: Path, foreign: set[str]) -> Iterator[tuple[ast.Call, str]]:
    """Find `person.save()` and `person.delete()` where `person` is an argument typed as another room's model."""
    for function in ast.walk(tree(path)):
        if not isinstance(function, ast.FunctionDef):
            continue
        arguments = {
            argument.arg
            for argument in [*function.args.args, *function.args.kwonlyargs]
            if argument.annotation is not None and set(re.findall(r"\w+", ast.unparse(argument.annotation))) & foreign
        }
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            names = chain(call.func)
            if len(names) == 2 and names[0] in arguments and names[1] in ("save", "delete"):
                yield call, ".".join(names)


def test_raw_sql_writes_only_to_the_rooms_own_tables() -> None:
    command = re.compile(r"\b(?:insert\s+into|update|delete\s+from|truncate)\s+\"?([a-z]+)_\w+", re.I)
    found = [
        f"{where(path, node)} {table}"
        for path in code()
        if room_of(path) in ROOMS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for table in command.findall(node.value)
        if table in ROOMS and table != room_of(path)
    ]
    none_of(found, "raw SQL on another room's tables")


def test_only_operations_write() -> None:
    found = [
        f"{where(path, call)} {'.'.join(names)}"
        for path in code()
        if room_of(path) in ROOMS and layer_of(path) in ("web", "api", "admin", "queries", "rules", "models", "enums")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and (names := chain(call.func))
        and "objects" in names
        and names[-1] in WRITES - {"raw"}
    ]
    none_of(found, "pages, queries, rules and models do not write; an operation does")


def test_operations_are_called_by_keyword() -> None:
    found = [
        f"{where(path, node)} {node.name}"
        for path in code()
        if room_of(path) in ROOMS and layer_of(path) == "operations"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
        and (node.args.args or node.args.posonlyargs)
    ]
    none_of(found, "operations take keywords only: begin the arguments with `*`")


# --- people -----------------------------------------------------------------------------------------------------


def our_models() -> list[type[models.Model]]:
    """Return every model of the house."""
    return [model for model in apps.get_models() if model.__module__.startswith("yizhan.")]


def test_whatever_points_at_a_person_has_its_handlers() -> None:
    registered = {rows.model for rows in all_person_rows()}
    pointing = {
        model._meta.label
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.is_relation and getattr(field.related_model, "_meta", None) and points_at_a_person(field)
    }
    none_of(sorted(pointing - registered), "register_person_rows is missing for models that point at a person")
    none_of(sorted(registered - {model._meta.label for model in our_models()}), "handlers of models that do not exist")


def points_at_a_person(field: models.Field[object, object]) -> bool:
    """Say whether a foreign key goes to a person."""
    return bool(field.related_model and getattr(field.related_model, "_meta").label == "people.Person")  # noqa: B009


# --- models and migrations --------------------------------------------------------------------------------------


def test_no_model_has_a_standing_order() -> None:
    none_of([model._meta.label for model in our_models() if model._meta.ordering], "no Meta.ordering: queries say it")


def test_constraints_say_of_which_model_and_what_is_true() -> None:
    found = [
        f"{model._meta.label}: {constraint.name}"
        for model in our_models()
        for constraint in model._meta.constraints
        if not re.fullmatch(rf"{model._meta.model_name}_[a-z0-9_]+", constraint.name)
    ]
    none_of(found, "a constraint is called <model>_<what_is_true>")


def test_nothing_is_unique_together_without_a_name() -> None:
    none_of([model._meta.label for model in our_models() if model._meta.unique_together], "use a UniqueConstraint")


def test_migrations_are_named_by_hand() -> None:
    by_machine = re.compile(r"\d{4}_(?:auto_\d|initial$|alter_|remove_|delete_|rename_)|_and_more$|_initial$")
    found = [
        where(path, 1) for path in files(".py") if path.parent.name == "migrations" and by_machine.search(path.stem)
    ]
    none_of(found, "a migration's name says what changes")


def test_migrations_use_no_live_code() -> None:
    """A migration must mean the same in five years: no operation, query or model of today."""
    live = re.compile(r"yizhan\.\w+\.(?:operations|queries|rules)\b")
    found = []
    for path in files(".py"):
        for node in ast.walk(tree(path)) if path.parent.name == "migrations" else []:
            # `import yizhan.room.models` is how Django itself names a field class of ours.
            by_name = isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".models")
            of_ours = by_name and str(getattr(node, "module", "")).startswith("yizhan.")
            if isinstance(node, ast.Import | ast.ImportFrom) and (of_ours or live.match(ast.unparse(node).split()[1])):
                found.append(where(path, node))
    none_of(found, "a migration imports live code")


# --- code -------------------------------------------------------------------------------------------------------

CLOCKS = {
    ("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"),
}  # fmt: skip
#: Without an argument they read the clock; with one they convert.
CLOCKS_WHEN_EMPTY = {("timezone", "localdate"), ("timezone", "localtime")}
WITHOUT_CLOCK = {"operations", "rules", "queries", "models", "enums", "rulebook", "reading"}


def test_no_clock_below_the_doors() -> None:
    found = [
        f"{where(path, node)} {'.'.join(names)}"
        for path in code()
        if (room_of(path) in ROOMS and layer_of(path) in WITHOUT_CLOCK) or room_of(path) == "engine"
        for node in ast.walk(tree(path))
        if (names := reads_the_clock(node))
    ]
    none_of(found, "time is passed in (`at=`, `today=`)")


def reads_the_clock(node: ast.AST) -> list[str]:
    """Return the name of the clock that a piece of code reads or hands on, or []."""
    if isinstance(node, ast.Attribute):
        names = chain(node)
        return names if tuple(names[-2:]) in CLOCKS else []
    if isinstance(node, ast.Call) and not node.args and not node.keywords:
        names = chain(node.func)
        return names if tuple(names[-2:]) in CLOCKS_WHEN_EMPTY else []
    return []


GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def test_translated_text_is_whole() -> None:
    found = [
        where(path, call)
        for path in code()
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT
        # `_` is also the name of what nobody uses; a call of it is a translation.
        for argument in call.args[: 2 if call.func.id.startswith("n") else 1]
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    ]
    none_of(found, "gettext takes one literal; use %(name)s and fill in afterwards")


def test_one_class_says_that_a_form_lacks_something() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in code()
        if "form_incomplete" in path.read_text(encoding="utf-8") and path != PACKAGE / "shared" / "errors.py"
    ]
    none_of(found, "raise yizhan.shared.errors.Incomplete")


def test_files_stay_short() -> None:
    found = []
    for top in (PACKAGE, ROOT / "tests", ROOT / "scripts", ROOT / "bench"):
        for path in files(".py", ".html", ".js", ".css", under=top):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LINES:
                found.append(f"{path.relative_to(ROOT)}: {lines} lines")
    none_of(found, f"files past {LINES} lines")


# --- pages ------------------------------------------------------------------------------------------------------


def templates() -> list[Path]:
    """Return our templates."""
    return [path for path in files(".html", ".txt", ".typ") if "templates" in path.parts]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a handler", r"<[^>%{]*\son[a-z]+\s*="),
        ("a style", r"<[^>]*\sstyle\s*=|<style\b"),
        ("a script", r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)"),
        ("a script address", r"javascript:"),
        ("htmx code", r"\shx-on[:=]|\shx-vals\s*=\s*[\"']js:"),
    ],
)
def test_nothing_stands_inline_in_a_template(what: str, pattern: str) -> None:
    inline = re.compile(pattern, re.I)
    found = [
        where(path, path.read_text()[: match.start()].count("\n") + 1)
        for path in templates()
        if path.suffix == ".html"
        for match in inline.finditer(path.read_text())
    ]
    none_of(found, f"{what} inside HTML; the policy of the page forbids it")


def test_every_template_is_used() -> None:
    #: Django asks for these by their names.
    asked_by_django = re.compile(r"^(?:\d{3}(?:_csrf)?|django/.*|registration/.*)(?:\.html|/)?")
    words = "\n".join(path.read_text(encoding="utf-8") for path in [*code(), *templates()])
    found = []
    for path in templates():
        name = path.as_posix().split("/templates/", 1)[1]
        if not asked_by_django.match(name) and f'"{name}"' not in words and f"'{name}'" not in words:
            found.append(str(path.relative_to(ROOT)))
    none_of(found, "no code and no template names these")


def test_templates_lie_in_their_rooms_folder() -> None:
    found = []
    for path in templates():
        above, name = path.relative_to(PACKAGE).as_posix().split("templates/", 1)
        # `portals` holds one room for each audience: the folder next to `templates` is the one that counts.
        if room_of(path) in ROOMS and not name.startswith(above.rstrip("/").rsplit("/", 1)[-1] + "/"):
            found.append(str(path.relative_to(ROOT)))
    none_of(found, "a room's templates are called room/page.html")


def urls() -> Iterator[tuple[str, Callable[..., object]]]:
    """Walk the resolver: full name and view."""

    def walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, Callable[..., object]]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif isinstance(pattern, URLPattern):
                yield space + (pattern.name or ""), pattern.callback

    yield from walk(get_resolver(), "")


def test_url_names_say_room_and_verb() -> None:
    known = {"set_language"}  # Django's own
    found = [
        f"{name} ({view.__module__})"
        for name, view in urls()
        if name not in known
        and not (re.fullmatch(r"[a-z]+:_?[a-z][a-z0-9_]*", name) and in_its_room(name.split(":")[0], view.__module__))
    ]
    none_of(found, "a URL is called room:verb and its view lies in that room")


def in_its_room(space: str, module: str) -> bool:
    """Say whether a namespace names the room of the view; portals have one namespace each."""
    parts = module.split(".")
    return space == parts[1] or (parts[1] in ("portals", "shared", "config") and space in {*parts, "health"})


# --- what stands nowhere ----------------------------------------------------------------------------------------

#: Put together here, so that this file does not contain them.
NOWHERE = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "--index" + "-url ",
    "/ro" + "ot/",
    "/wo" + "rk/",
]
TEXT = (".py", ".md", ".toml", ".txt", ".html", ".js", ".css", ".cfg", ".ini", ".yml", ".yaml", ".sh", ".typ", ".po")


def test_no_file_names_a_package_host_or_somebodys_machine() -> None:
    found = []
    tops = [*files(*TEXT, under=ROOT), ROOT / "Makefile", ROOT / ".importlinter"]
    for path in tops:
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        found += [f"{path.relative_to(ROOT)}: {word.strip()}" for word in NOWHERE if word in text]
    none_of(found, "addresses that belong to a machine, not to the project")
