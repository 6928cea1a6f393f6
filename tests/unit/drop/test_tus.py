"""The tus core: every MUST of tus 1.0.0 and of the extensions offered that a server's core can break."""

from __future__ import annotations

import base64
import hashlib
from datetime import date

import pytest

from amparo.drop import tus
from amparo.drop.tus import Answer, Append, Checksum, Create, Look, Part, Progress, Taking, Terminate

LARGEST = 10_000
PART = {"content-type": tus.MEDIA_TYPE, "upload-offset": "70", "content-length": "30"}


def read(method: str, *, upload: bool = True, resumable: str | None = "1.0.0", **headers: str) -> object:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if resumable is not None:
        given["tus-resumable"] = resumable
    return tus.read(method, given, on_upload=upload, largest=LARGEST)


def status(step: object) -> int:
    assert isinstance(step, Answer), step
    return step.status


def patch(**headers: str) -> object:
    return read("PATCH", **{name.replace("-", "_"): value for name, value in {**PART, **headers}.items()})


def test_the_version_must_be_the_one_spoken_here() -> None:
    for version in ("1.0.1", "0.2.2", "", None):
        for method, upload in (("POST", False), ("HEAD", True), ("PATCH", True), ("DELETE", True)):
            answer = read(method, upload=upload, resumable=version, upload_length="5")
            assert status(answer) == 412 and isinstance(answer, Answer)
            assert answer.headers["tus-version"] == "1.0.0"


def test_options_ignores_the_version_and_says_what_is_spoken() -> None:
    for version in (None, "0.1", "1.0.0"):
        for upload in (False, True):
            answer = read("OPTIONS", upload=upload, resumable=version)
            assert status(answer) == 204 and isinstance(answer, Answer)
            assert answer.headers["tus-version"] == "1.0.0"
            assert answer.headers["tus-max-size"] == str(LARGEST)
            assert set(answer.headers["tus-extension"].split(",")) == {
                "creation", "creation-with-upload", "checksum", "termination", "expiration",
            }  # fmt: skip
            assert "sha1" in answer.headers["tus-checksum-algorithm"].split(",")


def test_every_answer_names_the_version_and_forbids_caches() -> None:
    progress = Progress(5, 10, date(2026, 11, 27))
    answers = [
        tus.created("/tus/x", progress, with_part=False), tus.standing(progress), tus.appended(progress),
        tus.terminated(), tus.missing(), tus.conflict(), tus.overflow(), tus.mismatch(), tus.refused(503, "x"),
        read("POST", upload=False), read("GET"), read("PATCH"), read("HEAD", resumable="2"),
    ]  # fmt: skip
    for answer in answers:
        assert isinstance(answer, Answer)
        assert answer.headers["tus-resumable"] == "1.0.0" and answer.headers["cache-control"] == "no-store"


def test_a_creation_needs_a_length_from_the_beginning() -> None:
    assert read("POST", upload=False, upload_length="100") == Create(100, None)
    assert read("POST", upload=False, upload_length="0") == Create(0, None)
    for bad in ("-1", "+5", "1e3", " 5", "５", "", "9" * 30, "0x10"):
        assert status(read("POST", upload=False, upload_length=bad)) == 400
    assert status(read("POST", upload=False)) == 400
    assert status(read("POST", upload=False, upload_defer_length="1")) == 400
    assert status(read("POST", upload=False, upload_defer_length="2", upload_length="5")) == 400
    assert status(read("POST", upload=False, upload_concat="partial", upload_length="5")) == 400


def test_more_than_there_is_room_for_is_413() -> None:
    assert isinstance(read("POST", upload=False, upload_length=str(LARGEST)), Create)
    assert status(read("POST", upload=False, upload_length=str(LARGEST + 1))) == 413


def test_metadata_is_refused_because_it_would_name_files_in_clear() -> None:
    assert status(read("POST", upload=False, upload_length="5", upload_metadata="filename d29ybGQ=")) == 400
    assert read("POST", upload=False, upload_length="5", upload_metadata="") == Create(5, None)


def test_a_creation_may_bring_its_first_part() -> None:
    sent = {"upload_length": "9", "content_type": tus.MEDIA_TYPE, "content_length": "4"}
    assert read("POST", upload=False, **sent) == Create(9, Part(4, None))
    assert read("POST", upload=False, upload_length="9", content_length="0") == Create(9, None)
    chunked = {"upload_length": "9", "content_type": tus.MEDIA_TYPE, "transfer_encoding": "chunked"}
    assert read("POST", upload=False, **chunked) == Create(9, Part(None, None))
    assert status(read("POST", upload=False, upload_length="9", content_length="4")) == 415


def test_a_part_has_its_media_type_and_its_offset() -> None:
    assert patch() == Append(70, Part(30, None))
    assert patch(**{"content-length": "0"}) == Append(70, Part(0, None))
    for bad in ("text/plain", "", "application/offset+octet-stream; charset=x"):
        assert status(patch(**{"content-type": bad})) == 415
    for bad in ("-1", "", "7 0", "0x46", "9" * 40):
        assert status(patch(**{"upload-offset": bad})) == 400


def test_checksums_are_read_strictly() -> None:
    for name in ("sha1", "sha256"):
        digest = hashlib.new(name, b"hello").digest()
        step = patch(**{"upload-checksum": f"{name} {base64.b64encode(digest).decode()}"})
        assert step == Append(70, Part(30, Checksum(name, digest)))
    right = base64.b64encode(hashlib.sha1(b"x", usedforsecurity=False).digest()).decode()
    for bad in ("md5 " + right, "sha1", "sha1 !!", f"SHA1 {right}", f"sha256 {right}", "", f"sha1  {right}"):
        assert status(patch(**{"upload-checksum": bad})) == 400, bad


@pytest.mark.parametrize(
    ("method", "upload"), [("GET", True), ("PUT", True), ("POST", True), ("PATCH", False), ("X", True)]
)
def test_other_methods_are_405_with_those_that_work(method: str, upload: bool) -> None:
    answer = read(method, upload=upload)
    assert status(answer) == 405 and isinstance(answer, Answer) and "OPTIONS" in answer.headers["allow"]


def test_the_override_header_is_the_method() -> None:
    given = {"x_http_method_override": "PATCH", **{name.replace("-", "_"): value for name, value in PART.items()}}
    assert read("POST", **given) == Append(70, Part(30, None))
    assert read("POST", x_http_method_override="DELETE") == Terminate()
    assert read("PATCH", x_http_method_override="HEAD") == Look()


def test_a_look_says_offset_and_length_also_at_the_beginning_and_the_end() -> None:
    begun = tus.standing(Progress(0, 100, date(2026, 11, 27)))
    assert (begun.status, begun.headers["upload-offset"], begun.headers["upload-length"]) == (200, "0", "100")
    ended = tus.standing(Progress(100, 100, None))
    assert ended.headers["upload-offset"] == "100" and "upload-expires" not in ended.headers


def test_missing_uploads_have_no_offset() -> None:
    assert tus.missing().status == 404 and "upload-offset" not in tus.missing().headers


def test_a_part_taken_is_204_with_the_new_offset() -> None:
    answer = tus.appended(Progress(100, 200, date(2026, 11, 27)))
    assert answer.status == 204 and answer.headers["upload-offset"] == "100"


def test_expiry_is_a_date_of_http_to_the_day() -> None:
    answer = tus.appended(Progress(1, 2, date(2026, 11, 27)))
    assert answer.headers["upload-expires"] == "Sat, 28 Nov 2026 00:00:00 GMT"
    assert "upload-expires" in tus.created("/tus/x", Progress(0, 2, date(2026, 11, 27)), with_part=False).headers


def test_a_creation_answers_201_with_its_place() -> None:
    progress = Progress(4, 9, date(2026, 11, 27))
    bare, with_part = (tus.created("/tus/x", progress, with_part=given) for given in (False, True))
    assert bare.status == with_part.status == 201 and bare.headers["location"] == "/tus/x"
    assert "upload-offset" not in bare.headers and with_part.headers["upload-offset"] == "4"


def test_a_body_longer_than_what_is_left_overflows() -> None:
    assert Taking(Part(11, None), 10).overflows
    assert not Taking(Part(10, None), 10).overflows
    taking = Taking(Part(None, None), 10)
    taking.take(b"x" * 10)
    assert not taking.overflows
    taking.take(b"x")
    assert taking.overflows


def test_a_checksum_holds_for_the_whole_body_only() -> None:
    digest = hashlib.sha256(b"hello world").digest()
    taking = Taking(Part(11, Checksum("sha256", digest)), 100)
    taking.take(b"hello ")
    assert taking.is_checked and not taking.holds()
    taking.take(b"world")
    assert taking.holds()
    plain = Taking(Part(None, None), 100)
    assert not plain.is_checked and plain.holds()
