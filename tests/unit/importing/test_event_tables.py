"""ACLED, UCDP, ICEWS and PLOVER: invented events in the columns of the real tables."""

import csv
import json

import pandas as pd
import pytest

import claimstats as cs
from claimstats.errors import DataError

ACLED = {
    "event_id_cnty": "XNM1", "event_date": "2025-01-15", "year": "2025", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Military Forces of Northmark", "actor2": "Harbour League", "iso": "268",
    "country": "Georgia", "admin1": "", "location": "Tbilisi", "source": "North Post; Copy Desk", "notes": "An invented clash.",
    "fatalities": "0", "timestamp": "100",
}  # fmt: skip

UCDP = {
    "id": "71", "type_of_violence": "1", "side_a": "Government of Northmark", "side_a_new_id": "65", "side_b": "League; north",
    "side_b_new_id": "66", "country": "Russia (Soviet Union)", "where_coordinates": "Invented hill", "adm_1": "", "date_prec": "1",
    "date_start": "2025-06-01 00:00:00.000", "date_end": "2025-06-01 00:00:00.000", "best": "3", "low": "2", "high": "5",
    "source_office": "North Post;Copy Desk", "event_clarity": "1",
}  # fmt: skip

ICEWS = {
    "Event ID": "9", "Event Date": "2015-03-02", "Source Name": "Ada Alba", "Source Country": "Georgia", "Event Text": "Make statement",
    "CAMEO Code": "10", "Intensity": "0.0", "Target Name": "Harbour League", "Target Country": "", "Story ID": "5",
    "Publisher": "North Post", "City": "Tbilisi", "District": "", "Province": "", "Country": "Georgia",
}  # fmt: skip

PLOVER = {
    "id": "p1", "date": "2025-02-03", "event": ["ACCUSE"], "mode": ["investigate"],
    "actor": [{"code": "GEO", "sector": "GOV", "identifier_id": "Q999999999", "actor_text": "An invented office"}],
    "recipient": [{"code": "ARM"}], "event_loc": {"country": "GEO", "text": "Tbilisi"}, "event_text": ["An office investigates."],
    "link": "https://north-post.example.org/1", "cite_info": {"publication": "North Post"},
}  # fmt: skip


def table(path, rows, separator=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def lines(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def incidents(study, *columns):
    return pd.read_csv(study / "incidents.csv", dtype="str", keep_default_na=False)[list(columns)].to_numpy().tolist()


@pytest.mark.parametrize(("precision", "date"), [("1", "2025-01-15"), ("2", "2025-01-09/2025-01-21"), ("3", "2025-01")])
def test_acled_dates_are_as_wide_as_their_precision(tmp_path, study, precision, date):
    cs.import_acled(table(tmp_path / "acled.csv", [ACLED | {"time_precision": precision}]), into=study)

    assert incidents(study, "incident_id", "date", "action", "place", "sources") == [
        ["XNM1", date, "190", "GEO", "North Post;Copy Desk"]
    ]


def test_acled_keeps_the_newest_version_and_leaves_deleted_events_out(tmp_path, study):
    rows = [
        ACLED,
        ACLED | {"timestamp": "200", "notes": "Newer."},
        ACLED | {"event_id_cnty": "XNM2"},
        ACLED | {"event_id_cnty": "XNM3"},
    ]
    feed = table(tmp_path / "deleted.csv", [{"event_id_cnty": "XNM2", "deleted_timestamp": "300"}])
    done = cs.import_acled(table(tmp_path / "acled.csv", rows), into=study, deleted=feed)

    assert incidents(study, "incident_id", "description") == [["XNM1", "Newer."], ["XNM3", "An invented clash."]]
    assert sorted(done.refused["rule"]) == [
        "it is not in the feed of deleted events",
        "it is the newest version of its event",
    ]


def test_a_weekly_update_of_acled_adds_changes_and_deletes_what_the_feed_names_alone(tmp_path, study):
    first = [ACLED | {"event_id_cnty": f"XNM{number}"} for number in (1, 2, 3)]
    cs.import_acled(table(tmp_path / "week1.csv", first), into=study, name="acled")
    feed = table(tmp_path / "deleted.csv", [{"event_id_cnty": "XNM2"}])
    week = table(
        tmp_path / "week2.csv",
        [ACLED | {"event_id_cnty": "XNM3", "fatalities": "4"}, ACLED | {"event_id_cnty": "XNM4"}],
    )
    done = cs.import_acled(week, into=study, name="acled", partial=True, deleted=feed)

    assert [identity for [identity] in incidents(study, "incident_id")] == ["XNM1", "XNM3", "XNM4"]
    assert {what: done.tables["incidents"][what] for what in ("new", "changed", "deleted")} == {
        "new": 1,
        "changed": 1,
        "deleted": 1,
    }


def test_a_type_without_a_code_is_refused(tmp_path, study):
    rows = [ACLED, ACLED | {"event_id_cnty": "XNM2", "event_type": "Strategic developments", "sub_event_type": "Other"}]
    done = cs.import_acled(table(tmp_path / "acled.csv", rows), into=study)

    assert done.refused[["row", "column", "rule"]].to_numpy().tolist() == [[3, "action", "it has a CAMEO code"]]


@pytest.mark.parametrize(
    ("end", "precision", "date"),
    [
        ("2025-06-01", "1", "2025-06-01"),
        ("2025-06-30", "4", "2025-06-01/2025-06-30"),
        ("2025-06-01", "2", "2025-06-01?"),
    ],
)
def test_ucdp_dates_are_the_days_that_the_source_gives(tmp_path, study, end, precision, date):
    row = UCDP | {"date_end": f"{end} 00:00:00.000", "date_prec": precision}
    cs.import_ucdp(table(tmp_path / "ged.csv", [row]), into=study)

    assert incidents(study, "incident_id", "date", "actor", "recipient", "action", "place") == [
        ["71", date, "ucdp-65", "ucdp-66", "190", "RUS"]
    ]
    assert cs.load(study).codebook.name("ucdp-66") == "League, north"


def test_icews_codes_get_their_zero_back_and_their_intensity_is_compared(tmp_path, study):
    rows = [
        ICEWS,
        ICEWS | {"Event ID": "10", "CAMEO Code": "100", "Intensity": "-5.0"},
        ICEWS | {"Event ID": "11", "CAMEO Code": "036", "Intensity": "9"},
    ]
    done = cs.import_icews(table(tmp_path / "events.tab", rows, separator="\t"), into=study)

    assert incidents(study, "incident_id", "action", "actor") == [
        ["9", "010", "Ada Alba"],
        ["10", "100", "Ada Alba"],
        ["11", "036", "Ada Alba"],
    ]
    assert done.changes[["before", "after", "rows"]].to_numpy().tolist() == [["10", "010", 1]]
    assert "1 rows: the file's intensity is not the one of the table `icews`; it is not taken over" in done.notes


def test_plover_records_keep_actor_recipient_and_wikidata(tmp_path, study):
    done = cs.import_plover(
        lines(tmp_path / "events.jsonl", [PLOVER, PLOVER | {"id": "p2", "mode": [], "enddate": "2025-02-05"}]),
        into=study,
    )

    assert incidents(study, "incident_id", "date", "actor", "recipient", "action", "place") == [
        ["p1", "2025-02-03", "GEOGOV", "ARM", "090", "GEO"],
        ["p2", "2025-02-03/2025-02-05", "GEOGOV", "ARM", "110", "GEO"],
    ]
    actors = cs.load(study).codebook["actors"].set_index("actor_id")
    assert (actors.loc["GEOGOV", "wikidata"], actors.loc["GEOGOV", "name"]) == ("Q999999999", "An invented office")
    assert done.refused_rows == 0


def test_polecats_table_is_plover_too(tmp_path, study):
    row = {
        "Event ID": "e1", "Event Date": "2025-02-03", "Event Type": "CONSULT", "Event Mode": "visit", "Actor Name": "Ada Alba",
        "Actor Country": "Georgia", "Primary Actor Sector": "GOV", "Recipient Name": "None", "Recipient Country": "None",
        "Primary Recipient Sector": "None", "City": "Tbilisi", "Province": "None", "Country": "Georgia", "Source": "North Post",
    }  # fmt: skip
    cs.import_plover(table(tmp_path / "polecat.txt", [row], separator="\t"), into=study)

    assert incidents(study, "incident_id", "actor", "action") == [["e1", "GEOGOV", "042"]]


@pytest.mark.parametrize("importer", [cs.import_acled, cs.import_ucdp, cs.import_icews, cs.import_plover])
def test_a_table_of_something_else_is_refused_by_its_columns(tmp_path, study, importer):
    with pytest.raises(DataError):
        importer(table(tmp_path / "other.csv", [{"a": "1", "b": "2"}]), into=study)
    assert not study.exists()
