"""A name is never given to somebody who does not bear it, however it is spelled; all names are invented."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from claimstats.codebook import Directory
from claimstats.codebook.spelling import fold, sounds

#: Given names and surnames, each in spellings that transliterate one another.
GIVEN = [
    ("Юлия", "Yuliya", "Julija", "Iuliia"),
    ("Анна", "Anna"),
    ("Дмитрий", "Dmitriy", "Dmitrij", "Dmitry", "Dmitri"),
]
SURNAMES = [
    ("Щербаков", "Shcherbakov", "Ščerbakov", "Shcherbakow"), ("Жуков", "Zhukov", "Žukov"), ("Хомяков", "Khomyakov", "Homjakov"),
    ("Цветков", "Tsvetkov", "Cvetkov"),
]  # fmt: skip
TITLES = ["", "Dr. ", "President ", "министр "]

person = st.tuples(st.sampled_from(GIVEN), st.sampled_from(SURNAMES))
NO_OFFICES = pd.DataFrame(columns=["actor_id", "office", "start", "end"])


@st.composite
def spelled(draw, who):
    """A person's name in one of its spellings."""
    given_name, surname = draw(st.sampled_from(who[0])), draw(st.sampled_from(who[1]))
    written = draw(
        st.sampled_from(
            [f"{given_name} {surname}", f"{surname}, {given_name}", f"{given_name.upper()} {surname.upper()}"]
        )
    )
    return written if "," in written else draw(st.sampled_from(TITLES)) + written


@settings(max_examples=60, deadline=None)
@given(data=st.data(), people=st.lists(person, min_size=1, max_size=5))
def test_every_spelling_is_the_persons_own_or_is_left_open(data, people):
    ids = [f"p{number}" for number in range(len(people))]
    names = [data.draw(spelled(who)) for who in people]
    directory = Directory(pd.DataFrame({"actor_id": ids, "name": names, "aliases": ""}), NO_OFFICES)
    for actor, who in zip(ids, people, strict=True):
        found = directory.find(data.draw(spelled(who)), lo=1, hi=1)
        bearers = sorted(other for other, person in zip(ids, people, strict=True) if person == who)
        if len(bearers) == 1:
            assert found.actor_id == actor
        else:
            # Written exactly as one of two namesakes is: that one is a name of the codebook, the other a spelling of it.
            assert found.actor_id in {"", *bearers}
            assert set(found.candidates) <= set(ids)


@given(st.sampled_from(GIVEN + SURNAMES))
def test_all_transliterations_of_a_name_sound_alike(spellings):
    assert len({sounds(fold(name)) for name in spellings}) == 1
