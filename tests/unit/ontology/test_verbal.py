"""Words of probability: bands that meet without a gap, phrases refused with a hint."""

import pytest

from claimstats.errors import UsageError
from claimstats.ontology import verbal_probability

PHRASES = [
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
]


def test_the_bands_of_the_scale_meet_and_rise():
    bands = [verbal_probability(phrase) for phrase in PHRASES]
    assert (bands[0].low, bands[-1].high) == (0.01, 0.99)
    assert [band.high for band in bands[:-1]] == [band.low for band in bands[1:]]
    assert all(band.middle == pytest.approx((band.low + band.high) / 2) for band in bands)


def test_case_and_spaces_do_not_matter():
    assert verbal_probability(" Very Likely ") == verbal_probability("very likely")


@pytest.mark.parametrize(
    ("words", "scale", "message"),
    [("verry likely", "icd203", "Did you mean 'very likely'"), ("likely", "nie", "no verbal scale")],
)
def test_what_a_scale_does_not_hold_is_refused(words, scale, message):
    with pytest.raises(UsageError, match=message):
        verbal_probability(words, scale=scale)
