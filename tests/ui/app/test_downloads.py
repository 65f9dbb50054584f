from __future__ import annotations

from quoth.ui.app.downloads import Downloads


def token_of(url: str) -> str:
    return url.removeprefix("/downloads/")


def test_a_file_is_there_for_its_user_and_no_other():
    downloads = Downloads()
    token = token_of(downloads.offer("ada", "a.md", "text/markdown", b"mine"))
    found = downloads.fetch("ada", token)
    assert (found.name, found.media_type, found.data) == ("a.md", "text/markdown", b"mine")
    assert downloads.fetch("eve", token) is None
    assert downloads.fetch("ada", token[:-1]) is None


def test_a_file_is_forgotten_after_its_time():
    downloads = Downloads(kept_s=0)
    assert downloads.fetch("ada", token_of(downloads.offer("ada", "a", "text/plain", b"x"))) is None


def test_the_oldest_go_when_there_is_too_much_and_the_newest_stays():
    downloads = Downloads(most_bytes=10)
    old, new = (token_of(downloads.offer("ada", n, "text/plain", b"x" * 8)) for n in "ab")
    huge = token_of(downloads.offer("ada", "c", "text/plain", b"x" * 99))
    assert downloads.fetch("ada", old) is None
    assert downloads.fetch("ada", new) is None
    assert downloads.fetch("ada", huge) is not None


def test_no_two_addresses_are_alike():
    downloads = Downloads()
    assert len({downloads.offer("ada", "a", "text/plain", b"") for _ in range(50)}) == 50
