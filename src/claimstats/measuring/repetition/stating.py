"""What the numbers of repetition are called, and how each is made."""

from __future__ import annotations

from collections.abc import Mapping

from claimstats.measuring.repetition.spoken import YEAR
from claimstats.numbering import COUNT, Stated

__all__ = ["COMPARED", "CONCENTRATED", "COUNTED", "LASTING", "MADE", "RATED", "TURNED"]

_EARLIER = f"{COUNT}: speaker and occasion, each wholly in one of them"

#: Counts; each has its units.
COUNTED: Mapping[str, Stated] = {
    "occasions": Stated(
        "Occasions", f"{COUNT}: speaker and occasion, wholly in the period; verified rows, copies not", headline=True
    ),
    "speakers": Stated("Speakers", f"{COUNT}: speakers of these occasions", headline=True),
    "speaker_days": Stated("Speaker-days", f"{COUNT}: speaker and day, of rows wholly in the period"),
    "mentions": Stated("Records", f"{COUNT}: rows wholly in the period, copies included"),
    "records": Stated("Records, with those whose date reaches over an end", f"{COUNT}: rows, copies included"),
    "occasions_max": Stated("Occasions, with those whose date reaches over an end", f"{COUNT}: speaker and occasion"),
    "occasions_before": Stated("Occasions of earlier periods", _EARLIER),
    "occasions_year": Stated(f"Occasions of the {YEAR} periods before", _EARLIER),
}

_GARWOOD = "docs/methods.md: Garwood, widened where weeks scatter"
#: Of one stream and its days. A rate has the units of its count, each with the share that it adds.
RATED: Mapping[str, Stated] = {
    "estimate": Stated(
        "Occasions per 30 monitored days",
        "stream_occasions / exposure_days x 30; each occasion adds 30 / exposure_days",
        ("stream_occasions", "exposure_days"),
        "rate",
    ),
    "share_per_1000": Stated(
        "Texts that voice it per 1,000 read",
        "stream_texts / texts x 1,000; each text adds 1,000 / texts",
        ("stream_texts", "texts"),
        "share",
    ),
    "ci_low": Stated("Lower end of the rate's interval", _GARWOOD, ("stream_occasions", "exposure_days"), "rate_low"),
    "ci_high": Stated("Upper end of the rate's interval", _GARWOOD, ("stream_occasions", "exposure_days"), "rate_high"),
    "share_low": Stated("Lower end of the share's interval", "docs/methods.md: Wilson", ("stream_texts", "texts")),
    "share_high": Stated("Upper end of the share's interval", "docs/methods.md: Wilson", ("stream_texts", "texts")),
    "stream_occasions": Stated("Occasions of the stream, on its monitored days", f"{COUNT}: speaker and occasion"),
    "stream_texts": Stated("Texts of the stream that voice it, on its monitored days", f"{COUNT}: rows"),
    "exposure_days": Stated(
        "Monitored days of the stream", "number of days of the period that study/coverage.csv says were read"
    ),
    "texts": Stated(
        "Texts of the stream that were read", "sum of texts of the rows of study/coverage.csv in the period"
    ),
}

#: Made of other counts of the row.
MADE: Mapping[str, Stated] = {
    "occasions_all": Stated(
        "Occasions, unverified rows counted too",
        "as the occasions, with rows of study/statements.csv that are unverified",
        ("occasions",),
    ),
    "range_low": Stated(
        "Least of the counting rules", "the lesser of speaker-days and occasions", ("speaker_days", "occasions")
    ),
    "range_high": Stated(
        "Most of the counting rules",
        "the greatest of records, occasions with those that reach over an end, and occasions with unverified rows",
        ("mentions", "occasions_max", "occasions_all"),
    ),
    "since": Stated(
        "Days from the last occasion recorded to the cut-off",
        "cut-off of study.toml - last_seen of tables/repetition.csv",
    ),
}

_BOTH = ("stream_occasions", "exposure_days", "stream_occasions_before", "exposure_before")
COMPARED: Mapping[str, Stated] = {
    "estimate": Stated(
        "Rate / rate of the period before",
        "stream_occasions / exposure_days, divided by the same of the period before",
        _BOTH,
        "ratio",
    ),
    "ci_low": Stated(
        "Lower end of the ratio's interval", "docs/methods.md: exact, wider where weeks scatter", _BOTH, "ratio_low"
    ),
    "ci_high": Stated(
        "Upper end of the ratio's interval", "docs/methods.md: exact, wider where weeks scatter", _BOTH, "ratio_high"
    ),
    "p": Stated("p of equal rates", "docs/methods.md: two-sided, given the sum of both", _BOTH),
    "q": Stated("q of equal rates", "p after Benjamini and Hochberg, over all p of repetition / comparison", ("p",)),
    "occasions_before": Stated(
        "Occasions of the stream in the period before", f"{COUNT}: speaker and occasion", (), "stream_occasions_before"
    ),
    "exposure_before": Stated(
        "Monitored days of the period before", "number of days that study/coverage.csv says were read"
    ),
}

CONCENTRATED: Mapping[str, Stated] = {
    "n": Stated("Occasions recorded up to the cut-off", f"{COUNT}: claim, speaker and occasion"),
    "n_units": Stated("Speakers up to the cut-off", f"{COUNT}: speakers"),
    "estimate": Stated(
        "Speakers of equal shares that would be as concentrated",
        "exp of Shannon's entropy of the speakers' shares of the occasions",
        ("n", "n_units"),
        "effective",
    ),
    "top_share": Stated(
        "Share of the occasions of the speaker recorded most", "occasions of that speaker / n; each adds 1 / n"
    ),
}

TURNED: Mapping[str, Stated] = {
    "new": Stated(
        "Claims newly recorded", f"{COUNT}: claims with an occasion in the period and none in the one before"
    ),
    "retired": Stated(
        "Claims no longer recorded", f"{COUNT}: claims with an occasion in the period before and none in this"
    ),
    "carried": Stated("Claims recorded in both periods", f"{COUNT}: claims with an occasion in either"),
}

LASTING: Mapping[str, Stated] = {
    "n": Stated(
        "Claims watched long enough", "number of claims at risk: first said so early that a silence could be seen"
    ),
    "ended": Stated(
        "Claims that fell silent", "those of them with a silence longer than silence_days of study.toml", ("n",)
    ),
    "estimate": Stated(
        "Days after which half of the claims had fallen silent",
        "docs/methods.md: median of Kaplan and Meier's curve",
        ("n", "ended"),
        "halflife",
    ),
}
