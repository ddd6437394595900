"""What holds for every import: the same study from the same rows in any order, nothing from a second time, a whole round trip."""

import csv
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import claimstats as cs
from claimstats.inputs.importing.gdelt_layout import VERSIONS

COLUMNS = ("date", "speaker", "text", "claims", "venue")

#: Text as it comes: emoji, line breaks, quotation marks, separators, formulas; no null byte, which is refused.
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=12)
WORDS = st.one_of(
    TEXT, st.sampled_from(["=1+1", 'he said "no"', "a;b", "two\nlines", "🌇 día", "e\u0301", "  padded  ", "NA"])
)
ROW = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2025-01-10", "2025-02", "2025", "2025-03-01/2025-03-04", "2025-04-01?"]),
        "speaker": st.sampled_from(["ada", "bo", "c d"]),
        "text": WORDS.filter(lambda text: text.strip() != ""),
        "claims": st.sampled_from(["", "quay", "siege", "quay;siege"]),
        "venue": st.sampled_from(["", "a hall"]),
    }
)
ROWS = st.lists(ROW, min_size=1, max_size=8)


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    return path


def content(study: Path) -> dict[str, bytes]:
    return {str(path.relative_to(study)): path.read_bytes() for path in sorted(study.rglob("*")) if path.is_file()}


def tables(study: Path) -> dict[str, bytes]:
    return {name: data for name, data in content(study).items() if not name.startswith("imports")}


@settings(max_examples=10)
@given(rows=ROWS)
def test_a_second_time_changes_nothing(rows):
    with tempfile.TemporaryDirectory() as place:
        path, study = write(Path(place, "rows.csv"), rows), Path(place, "study")
        cs.import_table(path, into=study)
        before = content(study)
        done = cs.import_table(path, into=study)

        assert (content(study), done.written) == (before, ())


@settings(max_examples=10)
@given(rows=ROWS, data=st.data())
def test_the_order_of_rows_does_not_matter(rows, data):
    with tempfile.TemporaryDirectory() as place:
        first, second = (Path(place, name) for name in ("first", "second"))
        for study, order in ((first, rows), (second, data.draw(st.permutations(rows)))):
            study.with_name(f"in-{study.name}").mkdir()
            cs.import_table(write(Path(place, f"in-{study.name}", "rows.csv"), order), into=study / "s")

        assert tables(first / "s") == tables(second / "s")


@settings(max_examples=10)
@given(rows=ROWS)
def test_each_row_is_accounted_for_and_the_study_comes_back_whole(rows):
    with tempfile.TemporaryDirectory() as place:
        study, saved = Path(place, "study"), Path(place, "saved")
        done = cs.import_table(write(Path(place, "rows.csv"), rows), into=study)
        loaded = cs.load(study)
        loaded.save(saved)

        assert done.read == done.kept + done.merged + done.refused_rows == len(rows)
        assert len(loaded.statements) == done.kept
        assert len(loaded.changes) == 0
        assert cs.load(saved).statements.equals(loaded.statements)


DEED = st.fixed_dictionaries(
    {
        "SQLDATE": st.sampled_from(["20250110", "20250111"]),
        "Actor1Code": st.sampled_from(["", "XNM"]),
        "EventCode": st.sampled_from(["010", "10", "190", "999"]),
        "SOURCEURL": st.sampled_from(
            ["", "https://north-post.example.org/1", "https://copy-desk.example.org/2", "no address"]
        ),
    }
)


@settings(max_examples=10)
@given(deeds=st.lists(DEED, min_size=1, max_size=6), data=st.data())
def test_reports_become_the_same_incidents_in_any_order(deeds, data):
    rows = [
        {"GLOBALEVENTID": str(number), "EventRootCode": deed["EventCode"][:2], **deed}
        for number, deed in enumerate(deeds, 8)
    ]
    rows.append({"GLOBALEVENTID": "7", "SQLDATE": "20250112", "EventCode": "190", "EventRootCode": "19"})
    found = []
    with tempfile.TemporaryDirectory() as place:
        for number, order in enumerate((rows, data.draw(st.permutations(rows)))):
            path = Path(place, str(number), "events.csv")
            path.parent.mkdir()
            path.write_text(
                "".join("\t".join(row.get(name, "") for name in VERSIONS[58]) + "\n" for row in order), encoding="utf-8"
            )
            done = cs.import_gdelt(path, into=path.parent / "s")
            found.append((tables(path.parent / "s"), done.read, done.kept, done.merged, done.refused_rows))

    assert found[0] == found[1]
    assert found[0][1] == sum(found[0][2:])
