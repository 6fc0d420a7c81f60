"""What `tests/markup.py` finds wrong with a page."""

import pytest

from tests.markup import problems

GOOD = """<!doctype html><html lang="en"><head><title>Roles</title></head><body><main>
<h1>Roles</h1><h2>New</h2><label for="name">Name</label><input id="name"><br>
<label>Zone <select><option>UTC</option></select></label>
<a href="/"><img src="logo.svg" alt="Home"></a><button><svg><title>Close</title></svg></button>
</main></body></html>"""


def test_a_good_page_has_nothing_wrong() -> None:
    assert problems(GOOD) == []


def test_what_is_no_whole_page_is_not_judged() -> None:
    assert problems("<input>") == []


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("<h1>Roles</h1>", "", "0 h1"),
        ("<h1>Roles</h1>", "<h1>Roles</h1><h1>All</h1>", "2 h1"),
        ("<h2>New</h2>", "<h3>New</h3>", "h3 after h1"),
        ("<title>Roles</title>", "", "0 title"),
        ("<title>Roles</title>", "<title></title>", "no name: <title>"),
        ("<main>", "<div>", "0 main"),
        (' lang="en"', "", "no language"),
        ('<label for="name">Name</label>', "", 'no label: <input id="name">'),
        ("<label>Zone", "<div>Zone", "no label: <select>"),
        (' alt="Home"', "", 'no alternative text: <img src="logo.svg">'),
        (' alt="Home"', ' alt=""', 'no name: <a href="/">'),
        ('for="name"', 'for="names"', 'for leads nowhere: <label for="names">'),
        ("<br>", '<p id="name"></p>', "more than one #name"),
    ],
)
def test_what_is_wrong_is_found(good: str, bad: str, problem: str) -> None:
    assert GOOD.count(good) == 1
    assert problem in problems(GOOD.replace(good, bad))
