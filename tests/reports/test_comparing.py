"""What changed between two editions, drawn: an edit of the study's files, and what it moves. All of it is invented."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import claimstats as cs
from claimstats.cli import main
from claimstats.errors import UsageError
from claimstats.provenance import hash_file
from claimstats.reporting.editions import publish
from claimstats.reporting.keeping import keep_inputs
from claimstats.reporting.manifest import Origin
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

FILES = {
    "study.toml": '[study]\nid = "invented"\ntitle = "Invented"\nstart = 2023-01-01\nas_of = 2023-12-31\ninvented = true\n',
    "statements.csv": """statement_id,date,speaker,text,claims
s1,2023-04-10,ann,one,c
s2,2023-05-10,bob,two,c
s3,2023-08-10,ann,three,c
s4,2023-08-11,bob,four,d
""",
    "incidents.csv": """incident_id,date,actor,recipient,action,description
i1,2023-04-20,RUS,NATO,190,a deed
""",
    "actors.csv": "actor_id,name\nann,Ann\nbob,Bob\neve,Eve\nRUS,one side\nNATO,the other\n",
    "claims.csv": """claim_id,type,text
c,state,the first claim
d,state,the second claim
""",
    "expectations.csv": """expectation_id,claim_id,text,anchor,actor,recipient,codes,family,window_from,window_to,reason
e,c,a deed follows,episode,RUS,NATO,19,force,0,20,because
""",
    "families.csv": "family_id,name,codes\nforce,force,19\n",
    "streams.csv": "stream_id,table,name\nw,incidents,a stream\n",
    "coverage.csv": "stream,key,start,end,status\nw,force,2023-01-01,2024-12-31,monitored\n",
}  # fmt: skip


def lay_out(folder: Path) -> Path:
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "invented")


@pytest.fixture(scope="module")
def engine() -> object:
    return cs.connect()


@pytest.fixture(scope="module")
def write(engine: object) -> Callable[..., Path]:
    """Write an edition that names its numbers, without the page and the PDF, which take seconds."""

    def write(study: Path, to: Path, period: str = "2023Q3") -> Path:
        loaded = cs.load(study, engine=engine)  # type: ignore[arg-type]
        claims = cs.group_claims(loaded)
        numbers = cs.measure_repetition(claims).numbers(period) + cs.measure_gaps(claims).numbers(period)
        numbers.save(to / "numbers")
        tables = {path.name: path.read_bytes() for path in (to / "numbers").glob("*.csv")}
        kept = to / "kept"
        inputs = keep_inputs(loaded, kept)
        edition = publish(
            to=to / "editions",
            origin=Origin(notebook=b"{}", notebook_path="reports/quarterly.ipynb", inputs=inputs, epoch=0),
            parameters={"period": period},
            meta=ReportMeta(title="Invented", study_id="invented", period=period),
            study=kept,
            render=lambda *_: Rendered(b"page", b"pdf", b"{}", tables, {"period": period}, ()),
        )
        shutil.rmtree(kept)
        return edition

    return write


@pytest.fixture(scope="module")
def unedited(write: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition before any edit."""
    folder = tmp_path_factory.mktemp("unedited")
    return write(lay_out(folder / "invented"), folder)


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(study: Path) -> None:
        text = (study / name).read_text(encoding="utf-8")
        assert old in text
        (study / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def spreadsheet(study: Path) -> None:
    """The same rows as a spreadsheet writes them: another order, separator, line ends, a byte order mark."""
    rows = list(csv.reader(io.StringIO(FILES["statements.csv"])))
    text = "\r\n".join(";".join(row) for row in [rows[0], *reversed(rows[1:])])
    (study / "statements.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())


def cut_off(day: str) -> Callable[[Path], None]:
    return change("study.toml", "as_of = 2023-12-31", f"as_of = {day}")


OLD_S2, OLD_S3 = "s2,2023-05-10,bob,two,c\n", "s3,2023-08-10,ann,three,c\n"
EDITS = [
    # what is done             how                                                        file, note, rows                            number, by how much, why
    ("nothing",                lambda study: None,                                        [],                                         []),
    ("a spreadsheet's manner", spreadsheet,                                               [],                                         []),
    ("a row less",             change("statements.csv", OLD_S3, ""),                      [("statements.csv", "removed", 1)],          [("repetition-c-2023Q3-occasions", -1, "statements:s3 removed"),
                                                                                                                                       ("gaps-e-not_observed", -1, "statements:s3 removed")]),
    ("a row more",             change("statements.csv", OLD_S3, OLD_S3 + "s9,2023-09-30,eve,nine,c\n"), [("statements.csv", "added", 1)], [("repetition-c-2023Q3-occasions", 1, "statements:s9 added"),
                                                                                                                                       ("repetition-c-2023Q3-speakers", 1, "statements:s9 added")]),
    ("another claim",          change("statements.csv", "ann,three,c", "ann,three,d"),    [("statements.csv", "recoded", 1)],          [("repetition-c-2023Q3-occasions", -1, "statements:s3 recoded"),
                                                                                                                                       ("repetition-d-2023Q3-occasions", 1, "statements:s3 recoded")]),
    ("other words",            change("statements.csv", "ann,three", "ann,3"),            [("statements.csv", "corrected", 1)],        []),
    ("another day",            change("statements.csv", "2023-08-10", "2023-10-10"),      [("statements.csv", "corrected", 1)],        [("repetition-c-2023Q3-occasions", -1, "statements:s3 corrected")]),
    ("a deed more",            change("incidents.csv", "a deed\n", "a deed\ni2,2023-08-12,RUS,NATO,190,another\n"), [("incidents.csv", "added", 1)], [("gaps-e-fulfilled", 1, "incidents:i2 added"),
                                                                                                                                       ("gaps-e-not_observed", -1, "incidents:i2 added")]),
    ("a deed coded anew",      change("incidents.csv", "190", "043"),                     [("incidents.csv", "recoded", 1)],           [("gaps-e-fulfilled", -1, "incidents:i1 recoded")]),
    ("an earlier cut-off",     cut_off("2023-08-20"),                                     [("study.toml", "codebook", 1)],             [("gaps-e-pending", 1, "the cut-off moved from 2023-12-31 to 2023-08-20"),
                                                                                                                                       ("gaps-c-own-gap", 0.5 - 2 / 3, "the cut-off moved from 2023-12-31 to 2023-08-20")]),
    ("other coverage",         change("coverage.csv", "2023-01-01,2024-12-31", "2023-01-01,2023-06-30"), [("coverage.csv", "codebook", 2)], [("gaps-e-unassessable", 1, "the codebook changed (coverage.csv)")]),
    ("a longer window",        change("expectations.csv", "force,0,20,", "force,0,25,"),  [("expectations.csv", "codebook", 1)],       [("gaps-all-own-chance", 21 / 345 - 26 / 340, "the codebook changed (expectations.csv)")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "edit", "counted", "moved"), EDITS, ids=[row[0] for row in EDITS])
def test_an_edit_is_told_with_what_it_moves(
    study: Path,
    tmp_path: Path,
    unedited: Path,
    write: Callable[..., Path],
    words: str,
    edit: Callable[[Path], None],
    counted: list[tuple[str, str, int]],
    moved: list[tuple[str, float, str]],
) -> None:
    edit(study)
    after = write(study, tmp_path)
    found = cs.compare(unedited, after)
    assert list(found.to_frame("summary").itertuples(index=False, name=None)) == counted, words
    numbers = found.to_frame("numbers").set_index("number")
    for name, difference, why in moved:
        assert numbers.loc[name, "difference"] == pytest.approx(difference), name
        assert why in numbers.loc[name, "why"], name
    assert numbers.empty == (not moved)
    for name, own in found.to_frame("moved").groupby("number"):
        assert own["difference"].sum() == pytest.approx(numbers.loc[name, "difference"]), name


def test_a_revision_says_what_changed_in_a_file_and_in_the_list(
    study: Path, tmp_path: Path, write: Callable[..., Path]
) -> None:
    first = write(study, tmp_path)
    assert not (first / "changes.csv").exists()
    change("statements.csv", "bob,four,d", "bob,=four,d")(study)
    change("statements.csv", OLD_S2, "")(study)
    second = write(study, tmp_path)
    changes = pd.read_csv(second / "changes.csv", keep_default_na=False)
    assert list(changes.columns) == [
        "id", "file", "action", "target", "identifier", "initial_value", "new_value", "note",
    ]  # fmt: skip
    rows = changes.set_index("identifier")
    assert list(rows.loc["s4#text", ["file", "action", "target", "initial_value", "new_value", "note"]]) == [
        "statements.csv", "update", "cell", "four", "'=four", "corrected",
    ]  # fmt: skip
    assert (rows.loc["s2", "action"], rows.loc["s2", "note"]) == ("delete", "removed")
    before = rows.loc["repetition-c-2023Q3-occasions_before"]
    assert (before["initial_value"], before["new_value"], before["note"]) == ("2", "1", "statements:s2 removed")
    said = "Since 2023Q3 r1: 1 row removed; 1 row corrected; "
    assert said in (tmp_path / "editions" / "index.html").read_text(encoding="utf-8")
    assert "The first edition." in (tmp_path / "editions" / "index.html").read_text(encoding="utf-8")


def new_column(study: Path) -> None:
    lines = (study / "statements.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join([f"{lines[0]},note", *(f"{line},seen" for line in lines[1:])])
    (study / "statements.csv").write_text(text, encoding="utf-8")


VERSIONS = [
    # what is done            how                                                                              the version after
    ("a row more",            change("statements.csv", OLD_S3, OLD_S3 + "s9,2023-09-30,eve,nine,c\n"),        "1.1.0"),
    ("a row more, another corrected", change("statements.csv", OLD_S3, "s3,2023-08-10,ann,3,c\ns9,2023-09-30,eve,nine,c\n"), "1.1.0"),
    ("other words",           change("statements.csv", "ann,three", "ann,3"),                                  "1.0.1"),
    ("a row less",            change("statements.csv", OLD_S3, ""),                                            "1.0.1"),
    ("a column more",         new_column,                                                                      "2.0.0"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "edit", "version"), VERSIONS, ids=[row[0] for row in VERSIONS])
def test_the_version_of_the_data_follows_the_rule_for_data(
    study: Path,
    tmp_path: Path,
    unedited: Path,
    write: Callable[..., Path],
    words: str,
    edit: Callable[[Path], None],
    version: str,
) -> None:
    shutil.copytree(unedited.parents[2], tmp_path / "editions")
    edit(study)
    edition = write(study, tmp_path)
    assert edition.name == "r2"
    packages = [json.loads((folder / "datapackage.json").read_bytes()) for folder in (unedited, edition)]
    assert [package["version"] for package in packages] == ["1.0.0", version], words


def test_package_and_crate_name_every_file_with_its_hash(unedited: Path) -> None:
    package = json.loads((unedited / "datapackage.json").read_bytes())
    assert {resource["path"] for resource in package["resources"]} == {
        path.relative_to(unedited).as_posix() for path in unedited.rglob("*.csv")
    }
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{hash_file(unedited / resource['path'])}"
        with (unedited / resource["path"]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in resource["schema"]["fields"]]

    crate = json.loads((unedited / "ro-crate-metadata.json").read_bytes())
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["conformsTo"]["@id"] + "/context" == crate["@context"]
    assert {"name", "description", "datePublished", "license", "version"} <= set(root)
    named = {part["@id"] for part in root["hasPart"]}
    present = {path.relative_to(unedited).as_posix() for path in unedited.rglob("*") if path.is_file()}
    assert named == present - {"ro-crate-metadata.json", "run.json"}
    for name in named - {"manifest.json"}:
        assert entities[name]["sha256"] == hash_file(unedited / name)
    for entity in entities.values():
        for value in entity.values():
            for link in value if isinstance(value, list) else [value]:
                if isinstance(link, dict):
                    assert link["@id"] in entities or link["@id"].startswith("https://"), link


def test_two_quarters_are_compared_count_by_count_and_row_by_row(
    study: Path, tmp_path: Path, write: Callable[..., Path]
) -> None:
    before, after = write(study, tmp_path, "2023Q2"), write(study, tmp_path, "2023Q3")
    found = cs.compare(before, after)
    row = found.to_frame().set_index("number").loc["repetition-c-2023Q3-occasions"]
    assert (row["was_number"], row["before"], row["after"]) == ("repetition-c-2023Q2-occasions", 2, 1)
    assert row["why"] == "now: s3; before: s1, s2"
    units = found.explain("repetition-c-2023Q3-occasions")
    assert sorted(zip(units["rows"], units["difference"], strict=True)) == [
        ("statements:s1", -1), ("statements:s2", -1), ("statements:s3", 1),
    ]  # fmt: skip
    assert set(units["why"]) == {"another period"}
    assert found.to_frame("changes").empty
    assert "2 before, 1 now" in found.sentence("repetition-c-2023Q3-occasions")


def test_an_earlier_quarter_is_restated_as_its_windows_close(
    study: Path, tmp_path: Path, write: Callable[..., Path]
) -> None:
    cut_off("2023-08-20")(study)
    before = write(study, tmp_path, "2023Q3")
    change("study.toml", "as_of = 2023-08-20", "as_of = 2023-12-31")(study)
    after = write(study, tmp_path, "2023Q4")
    numbers = cs.compare(before, after).to_frame().set_index("number")
    assert numbers.loc["gaps-cohort-2023Q3-own-open", "difference"] == -1
    assert numbers.loc["gaps-cohort-2023Q3-own-n", "difference"] == 1
    assert numbers.loc["gaps-cohort-2023Q3-own-gap", "why"] == "the cut-off moved from 2023-08-20 to 2023-12-31"


def test_every_quarter_of_the_study_is_ordered_in_order_of_time(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered: list[object] = []

    def write_reports(study: cs.Study, orders: list[dict[str, object]], **_: object) -> list[Path]:
        ordered.extend(order["period"] for order in orders)
        return []

    monkeypatch.setattr("claimstats.reporting.write_reports", write_reports)
    assert (
        main(["report", str(study), "--period", "2023", "--period", "all", "--period", "2023Q2", "--to", str(tmp_path)])
        == 0
    )
    assert ordered == ["2023Q1", "2023", "2023Q2", "2023Q3", "2023Q4"]


def test_the_command_takes_folders_or_study_and_period(
    study: Path, tmp_path: Path, write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    write(study, tmp_path, "2023Q2")
    after = write(study, tmp_path, "2023Q3")
    place = ["--editions", str(tmp_path / "editions")]
    assert main(["compare", "invented/2023Q2", str(after), "--table", "moved", *place]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("2023Q2 r1 to 2023Q3 r1: No row changed; ")
    assert said.out.startswith("number,unit,before,after,difference,rows,why\n")
    assert main(["compare", "invented/2023Q1", str(after), *place]) == 2
    assert "holds no manifest.json" in capsys.readouterr().err


def test_a_number_is_explained_by_its_rows_their_words_and_the_files(
    unedited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = cs.explain(unedited, "gaps-e-windows")
    assert found.number["value"] == "3"
    rows = found.to_frame()
    assert list(zip(rows["unit"], rows["row"], rows["date"], rows["words"], strict=True)) == [
        ("e@s1", "s1", "2023-04-10", "one"),
        ("e@s1", "i1", "2023-04-20", "a deed"),
        ("e@s2", "s2", "2023-05-10", "two"),
        ("e@s3", "s3", "2023-08-10", "three"),
    ]
    assert set(found.inputs) == {"statements.csv", "incidents.csv"}
    assert main(["explain", str(unedited), "gaps-e-windows"]) == 0
    said = capsys.readouterr()
    for part in ("gaps-e-windows = 3  (2023Q3 r1)", "number of units: windows", "2023-04-20, RUS > NATO (190): a deed"):
        assert part in said.err
    assert len(said.out.splitlines()) == 5


def test_a_number_that_is_not_there_is_refused_with_a_hint(unedited: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gaps-e-windows"):
        cs.explain(unedited, "gaps-e-window")
    with pytest.raises(UsageError, match="is no edition"):
        cs.explain(tmp_path, "gaps-e-windows")


def test_a_report_says_what_changed_and_is_made_again_with_the_same_bytes(
    study: Path, tmp_path: Path, engine: object, notebooks: Path
) -> None:
    def report() -> Path:
        loaded = cs.load(study, engine=engine)  # type: ignore[arg-type]
        return cs.report(loaded, period="2023Q3", kind=notebooks / "counting.ipynb", to=tmp_path / "editions")

    first = report()
    change("statements.csv", OLD_S3, "")(study)
    second = report()
    pages = [(folder / "report.html").read_text(encoding="utf-8") for folder in (first, second)]
    assert "Nothing before." in pages[0]
    said = "1 row removed; 5 of 7 headline numbers moved."
    assert said in pages[1]
    assert json.loads((second / "manifest.json").read_bytes())["changed"].endswith(said)
    assert '<a href="#repetition-c-2023Q3-occasions">1</a>' in pages[0]
    assert '<span id="repetition-c-2023Q3-occasions">' in pages[0]

    # Somebody edits a number and everything that notes it; only making the report again finds it.
    forged = second / "tables" / "numbers.csv"
    forged.write_bytes(forged.read_bytes().replace(b"2023Q3-occasions_before,repetition-c-occasions_before,2.0", b"x"))
    manifest = json.loads((second / "manifest.json").read_bytes())
    for file in manifest["outputs"]:
        if file["path"] == "tables/numbers.csv":
            file["sha256"] = hash_file(forged)
    (second / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    (tmp_path / "editions" / "latest.json").unlink()
    assert cs.verify(second).ok
    found = cs.verify(second, rebuild=True)
    assert list(found.to_frame()["path"]) == ["tables/numbers.csv"]
    assert found.notes == ()


def test_a_file_that_changed_since_the_study_was_loaded_stops_the_report(study: Path, tmp_path: Path) -> None:
    from claimstats.errors import ReportError

    loaded = cs.load(study)
    change("statements.csv", "three", "3")(study)
    with pytest.raises(ReportError, match=r"statements\.csv changed on disk"):
        keep_inputs(loaded, tmp_path / "kept")
