"""Forms nobody signed, older ones, and answers no page asked for: nothing is made up, nothing brought is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amparo.errors import NoMatchError
from amparo.seal.age import HybridIdentity, open_bytes
from amparo.seal.form import Channel, Form, Kind, Question
from amparo.seal.header import HeaderReader
from amparo.seal.note import Signer
from amparo.seal.note import sign as sign_note
from amparo.seal.roster import Desk, Roster
from drop_process import BOUNDARY, Drop, Newsroom, form, running_drop
from forms import GELD, HARBOUR

ONE = Channel("one", "One desk alone", desks=("news",))


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    with running_drop(tmp_path) as running:
        yield running


class TwoDesks(Newsroom):
    """A newsroom whose roster has a second desk, `legal`."""

    def __init__(self) -> None:
        super().__init__()
        self.legal = HybridIdentity.generate()

    def roster(self, *, first: int = -1, days: int = 10) -> bytes:
        news = Roster.parse(super().roster(first=first, days=days), self.root.verifier)
        api = str(Signer.generate("legal").verifier)
        legal = Desk("legal", api, dict.fromkeys(news.desks[0].epochs, str(self.legal.recipient)))
        whole = Roster(news.newsroom, news.issued, (legal, *news.desks), news.edition)
        return sign_note(whole.to_text(), [self.root])


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Drop]:
    drop = Drop(tmp_path, TwoDesks())
    drop.init()
    drop.start()
    drop.pair()
    yield drop
    drop.stop()
    drop.http.close()


def test_only_the_newsroom_makes_forms_and_none_comes_back(drop: Drop) -> None:
    assert drop.http.get(f"{drop.url}/form").status_code == 404
    first, second = drop.newsroom.form(HARBOUR), drop.newsroom.form(GELD)
    stranger = sign_note(Form(datetime.now(UTC).date(), (GELD,), 99).to_text(), [Signer.generate("harbour-root")])
    assert drop.put_form(stranger).status_code == 403
    assert drop.put_form(second).status_code == 201
    assert drop.put_form(first).status_code == 409, "an older one"
    assert drop.put_form(second).status_code == 200, "the very same"
    for note in (b"", b"\n\n", second[:-5], second.replace(b"Geld", b"Gold"), drop.newsroom.roster()):
        assert drop.put_form(note).status_code in (400, 403)
    assert drop.put_form(b"x" * 300_000).status_code == 413
    assert drop.http.get(f"{drop.url}/form").content == second
    drop.stop()
    drop.start()
    assert drop.http.get(f"{drop.url}/form").content == second, "after a restart"
    assert drop.put_form(first).status_code == 409


def test_a_form_before_a_newsroom_is_refused(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.init()
    drop.start()
    try:
        assert drop.put_form(drop.newsroom.form(HARBOUR)).status_code == 409
    finally:
        drop.stop()
        drop.http.close()


def test_a_form_altered_on_the_disk_stops_the_start(drop: Drop) -> None:
    drop.put_form(drop.newsroom.form(HARBOUR))
    drop.stop()
    path = drop.folder / "form.note"
    path.write_bytes(path.read_bytes().replace(b"Harbour", b"Harlots"))
    done = drop.run("serve", "--bind", "127.0.0.1:0", check=False)
    assert done.returncode == 1 and "form" in done.stderr


def test_what_comes_through_a_channel_opens_for_its_desks_alone_and_looks_like_the_rest(two: Drop) -> None:
    assert isinstance(two.newsroom, TwoDesks)
    two.put_form(two.newsroom.form(ONE, GELD))
    words = two.passphrase("/message/one")
    assert two.send(words, "only news", channel="one").status_code == 200
    assert two.send(words, "everybody", channel="geld").status_code == 200
    assert two.send(words, "no channel at all").status_code == 200
    sealed = [two.fetch(each["id"]) for each in two.envelopes()]
    headers = [HeaderReader().push(memoryview(each)) for each in sealed]
    shapes = {tuple((s.kind, len(s.body)) for s in found[0].stanzas) for found in headers if found}
    assert len(shapes) == 1 and len(next(iter(shapes))) == 2 and len({len(each) for each in sealed}) == 1
    messages = {two.newsroom.open(each)[0].message for each in sealed}
    assert messages == {"only news", "everybody", "no channel at all"}
    opened = 0
    for each in sealed:
        with suppress(NoMatchError):
            assert b"only news" not in open_bytes(each, [two.newsroom.legal])
            opened += 1
    assert opened == 2


def test_a_channel_whose_desk_left_is_closed_and_seals_to_nobody_else(two: Drop) -> None:
    assert isinstance(two.newsroom, TwoDesks)
    two.put_form(two.newsroom.form(Channel("law", "Law", desks=("legal",)), GELD))
    words = two.passphrase("/message/law")
    assert two.put_roster(Newsroom.roster(two.newsroom)).status_code == 200, "without legal"
    answer = two.send(words, "for the lawyers only", channel="law")
    assert answer.status_code >= 400 and "for the lawyers only" in answer.text, "the text comes along"
    assert two.envelopes() == []
    assert "Law" not in two.http.get(two.url).text


def test_answers_no_page_asked_for_are_kept_within_bounds(drop: Drop) -> None:
    drop.put_form(drop.newsroom.form(HARBOUR))
    words = drop.passphrase()
    fields = {"channel": "harbour", "answer-gone": "from an older form", "answer-about": "<b>no option</b>"}
    assert drop.send(words, "", **fields).status_code == 200
    ((submission, _),) = drop.submissions()
    assert submission.answers == {"gone": "from an older form", "about": "<b>no option</b>"}
    many = {f"answer-k{number}": "x" for number in range(200)}
    assert drop.send(words, "m", **many).status_code in (400, 413)
    for name in ("answer-", "answer-UP", "answer-" + "k" * 33, "answer-a_b", "answers", "channel-1"):
        assert drop.send(words, "m", **{name: "x"}).status_code == 400, name
    assert len(drop.envelopes()) == 1


def test_a_channel_named_after_a_file_is_refused_not_sealed_wrongly(drop: Drop) -> None:
    drop.put_form(drop.newsroom.form(ONE, GELD))
    words = drop.passphrase("/message/one")
    body = b"".join(form({"passphrase": words, "message": "m"}, [("a.txt", b"x" * 10)]))
    end = f"--{BOUNDARY}--\r\n".encode()
    late = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="channel"\r\n\r\none\r\n'.encode()
    assert drop.post(body.removesuffix(end) + late + end).status_code == 400
    assert drop.envelopes() == []


def test_as_many_choices_as_there_are_can_all_be_made(drop: Drop) -> None:
    options = tuple(f"Option {number}" for number in range(50))
    questions = tuple(Question(f"q{number}", "Which?", Kind.CHOICES, "", options) for number in range(4))
    drop.put_form(drop.newsroom.form(Channel("many", "Many", questions=questions)))
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="answer-{question.key}"\r\n\r\n{option}\r\n'
        for question in questions
        for option in options
    ]
    files = [(f"{number}.txt", b"x") for number in range(2000)]
    body = "".join(parts).encode() + b"".join(form({"passphrase": drop.passphrase(), "channel": "many"}, files))
    head, first, rest = body.partition(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="passphrase"'.encode())
    answer = drop.post(
        first + rest.removesuffix(f"--{BOUNDARY}--\r\n".encode()) + head + f"--{BOUNDARY}--\r\n".encode()
    )
    assert answer.status_code == 200
    ((submission, found),) = drop.submissions()
    assert len(found) == 2000 and submission.answers["q3"].split("\n") == list(options)


def test_the_page_of_a_channel_that_never_was_is_a_page(drop: Drop) -> None:
    drop.put_form(drop.newsroom.form(ONE, GELD))
    for name in ("nowhere", "../roster", "%00", "one'\"><script>"):
        answer = drop.http.get(f"{drop.url}/message/{name}")
        assert "<script" not in answer.text and (answer.status_code >= 400 or name == "../roster")


def test_a_newsroom_cannot_bring_markup_onto_the_page(drop: Drop) -> None:
    evil = "<script>alert(1)</script>\"'"
    question = Question("q", evil, Kind.CHOICE, evil, (evil, "b"))
    drop.put_form(drop.newsroom.form(Channel("x", evil, evil, questions=(question,)), GELD))
    for path in ("", "/message/x"):
        html = drop.http.get(drop.url + path).text
        assert "<script" not in html and "&lt;script&gt;" in html
    answer = drop.send(drop.passphrase("/message/x"), "m", channel="x", **{"answer-q": evil})
    assert "<script" not in answer.text
