"""What a file is by its content: good ones are kept as far as can be seen, bad ones are named."""

from __future__ import annotations

from io import BytesIO
from zipfile import is_zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jianyan.core.files import NAME_MAX, FileType, Limits, Unfit, clean_name, judge, neutral_name
from tests import files

LIMITS = Limits(size=2_000_000, megapixels=20, unpacked=50_000_000)


@pytest.mark.parametrize("kind", files.GOOD)
def test_each_type_is_known_by_its_content(kind: str) -> None:
    judged = judge(files.GOOD[kind], LIMITS)
    assert judged.kind == kind
    assert judged.kind.is_image == bool(judged.small) == bool(judged.width)
    if not judged.kind.is_image:
        assert judged.data == files.GOOD[kind]


@pytest.mark.parametrize("what", files.BAD)
def test_what_is_not_taken_in_is_named(what: str) -> None:
    data, code = files.BAD[what]
    with pytest.raises(Unfit) as no:
        judge(data, Limits(size=30_000_000, megapixels=50, unpacked=100_000_000))
    assert no.value.code == code


def test_too_big_by_the_byte() -> None:
    data = files.GOOD["jpg"]
    assert judge(data, Limits(size=len(data), megapixels=1))
    with pytest.raises(Unfit, match="too_big"):
        judge(data, Limits(size=len(data) - 1, megapixels=1))


def test_pixels_are_counted_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: pytest.fail("unpacked"))
    for data in (files.png_header(30_000, 30_000), files.png_header(5_001, 4_000)):
        with pytest.raises(Unfit, match="too_many_pixels"):
            judge(data, LIMITS)


def test_a_photo_stands_upright_and_tells_nothing_of_place_camera_or_person() -> None:
    sent = files.photo()
    assert sent.count(b"TELLING") >= 3
    judged = judge(sent, LIMITS)
    assert (judged.width, judged.height) == (200, 400)
    for data in (judged.data, judged.small):
        assert b"TELLING" not in data and b"Exif" not in data
        kept = Image.open(BytesIO(data))
        assert not kept.getexif() and not set(kept.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hides_behind_or_inside_an_image_stays_behind(kind: str) -> None:
    sent = files.image(kind) + files.archive({"a.html": files.SCRIPT}, 0)
    assert is_zipfile(BytesIO(sent))
    judged = judge(sent, LIMITS)
    assert files.SCRIPT not in judged.data
    assert not is_zipfile(BytesIO(judged.data))


def test_a_large_image_is_made_smaller_and_keeps_its_form() -> None:
    judged = judge(files.image(size=(5000, 2500)), LIMITS)
    assert (judged.width, judged.height) == (4096, 2048)
    small = Image.open(BytesIO(judged.small))
    assert small.format == "JPEG" and max(small.size) == 360


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_images_of_any_mode_are_drawn(mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (30, 20)).save(written, "PNG")
    judged = judge(written.getvalue(), LIMITS)
    assert (judged.kind, judged.width) == (FileType.png, 30)


def test_what_can_be_seen_through_stays_so() -> None:
    written = BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(written, "PNG", pnginfo=None)
    kept = Image.open(BytesIO(judge(written.getvalue(), LIMITS).data))
    assert kept.mode == "RGBA" and kept.getpixel((3, 3))[3] == 0  # type: ignore[index]


def test_drawing_the_same_image_twice_gives_the_same_bytes() -> None:
    once = judge(files.photo(), LIMITS).data
    assert once == judge(files.photo(), LIMITS).data


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4", b"PK\x03\x04"])
)
def test_no_bytes_are_an_error_of_ours(data: bytes, mark: bytes) -> None:
    with pytest.raises(Unfit):
        judge(mark + data, LIMITS)


@given(st.sampled_from(sorted(files.GOOD)), st.data())
def test_a_file_with_any_byte_changed_is_judged_or_refused(kind: str, data: st.DataObject) -> None:
    changed = bytearray(files.GOOD[kind])
    changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    said = ""
    try:
        judge(bytes(changed), LIMITS)
    except Unfit as no:
        said = no.code
    assert said in ("", "damaged", "not_accepted", "active", "swollen", "too_many_pixels")


# -------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("窗口照片.JPG", "窗口照片.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\scans\\窗口.exe", "窗口.jpg"),
        ("a\x00b\x1b[31m\r\nc.jpg", "ab 31m c.jpg".replace("b 31m", "b[31m")),
        ("photo\u202egpj.exe", "photogpj.jpg"),
        ("  .. ", "附件.jpg"),
        ("", "附件.jpg"),
        (".htaccess", "htaccess.jpg"),
        ('a"b<c>|d?.png', "a b c d.jpg"),
        ("v1.2 说明", "v1.2 说明.jpg"),
        ("长" * 300, "长" * (NAME_MAX - 4) + ".jpg"),
    ],
)
def test_a_name_means_nothing_to_a_system(sent: str, kept: str) -> None:
    assert clean_name(sent, FileType.jpeg) == kept


@given(st.text(max_size=300), st.sampled_from(FileType))
def test_a_cleaned_name_stays_as_it_is(sent: str, kind: FileType) -> None:
    once = clean_name(sent, kind)
    assert once.endswith(f".{kind}") and len(once) <= NAME_MAX
    assert once.isprintable() and not set(once) & set('/\\:*?"<>|')
    assert clean_name(once, kind) == once


def test_a_neutral_name_is_a_number() -> None:
    assert neutral_name(2, FileType.png) == "附件2.png"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_image_the_first_picture_stays(kind: str) -> None:
    judged = judge(files.moving(kind), LIMITS)
    with Image.open(BytesIO(judged.data)) as image:
        assert getattr(image, "n_frames", 1) == 1 and image.convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]


def test_what_is_an_archive_too_is_only_an_image_afterwards() -> None:
    both = files.GOOD["jpg"] + files.archive({"a.exe": files.EXE})
    assert is_zipfile(BytesIO(both))
    assert not is_zipfile(BytesIO(judge(both, LIMITS).data))
