"""Entities: lists by kind, and one entity with its names, why they are one, and its mentions in their sentences.

A person can say that two names are one or are not; that is kept as a decision, shown here, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from sqlite3 import Connection
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import browsing, documents_store, entities, entities_store
from amparo.desk.background import Background, Going
from amparo.desk.browsing import Listed
from amparo.desk.documents_store import CollectionId
from amparo.desk.entities import Appearance, Entity, Proposal, Shown, Variant
from amparo.desk.entities_reading import catch_up, regroup
from amparo.desk.entities_store import Action, Decision
from amparo.desk.pages.paging import Paging, paging
from amparo.desk.pages.show import Page, desk_of, json, not_found, page_number, read_form, see_other
from amparo.desk.pages.show import show as render
from amparo.errors import InputError
from amparo.records.entities.model import NAMES, EntityKind
from amparo.records.entities.read import RULES

PER_PAGE = 100
DOCUMENTS = 25
_MENTIONS = 3
"""Mentions shown of one document."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The collection that a page is about; an empty name means all of them."""

    id: CollectionId | None
    name: str
    title: str

    def address(self, path: str, **more: str) -> str:
        """An address within this scope."""
        given = {"collection": self.name, **more}
        parameters = urlencode({name: value for name, value in given.items() if value})
        return f"{path}?{parameters}" if parameters else path


@dataclass(frozen=True, slots=True)
class EntitiesPage(Page):
    """A list of entities of one kind. `unread` documents have not been read for entities yet."""

    scope: Scope
    kinds: tuple[tuple[EntityKind, int], ...]
    kind: EntityKind
    entities: tuple[Entity, ...]
    paging: Paging
    unread: int
    reading: Going


@dataclass(frozen=True, slots=True)
class Found:
    """A document an entity stands in, with its first mentions there."""

    appearance: Appearance
    mentions: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class EntityPage(Page):
    """One entity."""

    scope: Scope
    entity: Entity
    variants: tuple[Variant, ...]
    tied: tuple[tuple[Entity, str], ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...]
    found: tuple[Found, ...]
    paging: Paging
    can_join: bool


@dataclass(frozen=True, slots=True)
class DocumentEntitiesPage(Page):
    """The entities of one document by kind; `mentions` are those in it."""

    document: Listed
    groups: tuple[tuple[EntityKind, tuple[Entity, ...]], ...]


def scope_of(request: Request, database: Connection) -> Scope:
    """What `?collection=` names; 404 when there is none of that name."""
    name = request.query_params.get("collection", "")
    if not name:
        return Scope(None, "", "")
    identity = documents_store.find_collection(database, name)
    if identity is None:
        raise not_found()
    return Scope(identity, name, documents_store.titles(database)[name])


def listed(request: Request) -> Response:
    """Entities of one kind, those in most documents first; `?format=json` as data."""
    number = page_number(request)
    with desk_of(request).database() as database:
        scope = scope_of(request, database)
        kinds = entities.kinds(database, scope.id)
        counts = dict(kinds)
        asked = request.query_params.get("kind", "")
        kind = EntityKind(asked) if asked in list(EntityKind) else next(iter(counts), EntityKind.PERSON)
        page = entities.entities(database, scope.id, kind, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
        unread = entities_store.count_pending(database, RULES)
    if request.query_params.get("format") == "json":
        return json([as_json(each) for each in page])
    following = scope.address("/entities", kind=kind.value) + "&page="
    context = EntitiesPage(
        here="collections",
        scope=scope,
        kinds=kinds,
        kind=kind,
        entities=page,
        paging=paging(number, PER_PAGE, counts.get(kind, 0), following),
        unread=unread,
        reading=_job(request).state,
    )
    return render(request, "entities.html", context)


def show(request: Request) -> Response:
    """One entity, by the number of any of its names; `?format=json` as data."""
    number = page_number(request)
    with desk_of(request).database() as database:
        scope = scope_of(request, database)
        entity = _entity(database, request, scope)
        appearances = entities.appearances(database, entity, scope.id, limit=DOCUMENTS, offset=(number - 1) * DOCUMENTS)
        if request.query_params.get("format") == "json":
            return json({**as_json(entity), "in": [asdict(each) for each in appearances]})
        context = EntityPage(
            here="collections",
            scope=scope,
            entity=entity,
            variants=entities.variants(database, entity),
            tied=entities.tied(database, entity),
            proposals=entities.proposals(database, entity),
            decisions=entities.decided(database, entity),
            found=tuple(
                Found(each, entities.in_context(database, entity, each.document, _MENTIONS)) for each in appearances
            ),
            paging=paging(number, DOCUMENTS, entity.documents, f"?{urlencode({'collection': scope.name})}&page="),
            can_join=entity.kind in NAMES,
        )
    return render(request, "entity.html", context)


def of_document(request: Request) -> Response:
    """What one document names, kind by kind; `?format=json` as data."""
    identity = request.path_params["id"]
    with desk_of(request).database() as database:
        document = browsing.document(database, identity)
        if document is None:
            raise not_found()
        found = entities.of_document(database, identity)
    if request.query_params.get("format") == "json":
        return json([as_json(each) for each in found])
    groups = tuple((kind, tuple(each for each in found if each.kind is kind)) for kind in EntityKind)
    context = DocumentEntitiesPage("collections", document.listed, tuple(each for each in groups if each[1]))
    return render(request, "document_entities.html", context)


async def decide(request: Request) -> Response:
    """Keep what a person says of two names, and group anew."""
    form = await read_form(request)
    action = form.get("action", "")
    if action not in list(Action):
        raise InputError("The form does not say what to do.", "Go back and choose again.")
    with desk_of(request).database() as database:
        entity = _entity(database, request, Scope(None, "", ""))
        other = entities.name_of(database, form.get("other", ""), entity.kind)
        against = form.get("name") or entity.name
        if other is None or against not in entity.variants or other == against:
            raise InputError("There are no two such names.", "Go back; the page may be out of date.")
        entities_store.decide(database, Action(action), entity.kind, against, other, desk_of(request).today)
        regroup(database)
    return see_other(_back(entity.id, form.get("collection", "")))


async def undo(request: Request) -> Response:
    """Take a decision back, and group anew."""
    form = await read_form(request)
    with desk_of(request).database() as database:
        entity = _entity(database, request, Scope(None, "", ""))
        entities_store.undo(database, request.path_params["decision"])
        regroup(database)
    return see_other(_back(entity.id, form.get("collection", "")))


async def read(request: Request) -> Response:
    """Start reading what has not been read, in the background."""
    form = await read_form(request)
    desk = desk_of(request)

    def work(progress: Callable[[int, int], None]) -> None:
        with desk.database() as database:
            catch_up(database, progress)

    _job(request).start(work)
    return see_other("/entities?" + urlencode({"collection": form.get("collection", "")}))


def as_json(entity: Entity) -> dict[str, object]:
    """One entity with stable keys, as `amparo desk entities --json` prints it."""
    data = asdict(entity)
    return {"entity": data.pop("id"), **data}


def _entity(database: Connection, request: Request, scope: Scope) -> Entity:
    found = entities.find(database, request.path_params["id"], scope.id)
    if found is None:
        raise not_found()
    return found


def _job(request: Request) -> Background:
    job: Background = request.app.state.entities_job
    return job


def _back(entity: int, collection: str) -> str:
    return f"/entities/{entity}" + (f"?{urlencode({'collection': collection})}" if collection else "")
