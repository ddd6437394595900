"""Speed and peak memory of importing: 1,000,000 GDELT rows, a JSONL file of 200 MB, and the same again.

    python benchmarks/importing.py [--rows N] [--megabytes N]

Each import runs in a process of its own on files that are invented and written first. Targets: the GDELT rows in at most
20 seconds and 500 MB; the JSONL file is not held in memory (its peak is printed). Exit code 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: Seconds and megabytes that an import of a million GDELT rows may take.
TARGET_SECONDS, TARGET_MEGABYTES = 20.0, 500.0

WIDTH = 61


def write_gdelt(path: Path, rows: int) -> None:
    """A table as GDELT 2.0 publishes it: tabs, no header, 61 columns; three rows per article."""
    dice = random.Random(7)
    countries = ["USA", "RUS", "UKR", "POL", "DEU", "GEO", "FRA", "TUR", "CHN", "IRN"]
    sectors = ["", "GOV", "MIL", "BUS", "OPP", "CVL"]
    actors = [country + sector for country in countries for sector in sectors]
    codes = ["010", "042", "040", "036", "043", "051", "111", "112", "173", "190", "193", "0841", "1122", "141"]
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            first, second, code = dice.choice(actors), dice.choice(actors), dice.choice(codes)
            if number % 3 == 0:  # an article reports three deeds
                place = dice.randrange(400)
                day = f"2025{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}"
            cells = [""] * WIDTH
            cells[0], cells[1], cells[2], cells[3] = str(1_200_000_000 + number), day, day[:6], "2025"
            cells[5], cells[6], cells[7] = first, f"ACTOR {first}", first[:3]
            cells[15], cells[16], cells[17] = second, f"ACTOR {second}", second[:3]
            cells[25], cells[26], cells[27], cells[28] = "1", code, code[:3], code[:2]
            cells[29], cells[30] = "1", "1.9"
            cells[31], cells[32], cells[33], cells[34] = str(dice.randrange(1, 40)), "1", "7", "-1.5"
            cells[52], cells[53] = f"Town {place}, Province {place % 40}, Georgia", "GG"
            cells[59] = day + "120000"
            cells[60] = f"https://outlet{place}.example.org/news/{day}/an-invented-story-{number // 3}.html"
            file.write("\t".join(cells) + "\n")


def write_jsonl(path: Path, megabytes: int) -> int:
    """Invented statements, one JSON object per line; the number of lines."""
    dice = random.Random(11)
    words = [f"word{number}" for number in range(5_000)]
    lines, size = 0, 0
    with path.open("w", encoding="utf-8") as file:
        while size < megabytes * 1_000_000:
            said = {"id": f"s{lines}", "when": f"2025-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
                    "who": f"speaker {lines % 500}", "words": " ".join(dice.choices(words, k=60))}  # fmt: skip
            size += file.write(json.dumps(said) + "\n")
            lines += 1
    return lines


MAPPING = """
[import]
table = "statements"
[columns]
statement_id = "id"
date = "when"
speaker = "who"
text = "words"
"""


def in_a_process(*arguments: str) -> dict[str, float]:
    """Seconds and peak megabytes of one import, measured in a process of its own."""
    found = subprocess.run([sys.executable, __file__, "--one", *arguments], check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])


def import_one(kind: str, path: str, into: str, mapping: str) -> None:
    """Import one file and print what it took."""
    import claimstats as cs

    began = time.perf_counter()
    done = cs.import_gdelt(path, into=into) if kind == "gdelt" else cs.import_table(path, into=into, mapping=mapping)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "read": done.read, "kept": done.kept}))


def main() -> int:
    """Write the files, import them, compare with the targets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        import_one(*given.one)
        return 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_gdelt(folder / "events.export.csv", given.rows)
        write_jsonl(folder / "words.jsonl", given.megabytes)
        (folder / "words.toml").write_text(MAPPING, encoding="utf-8")
        runs = [
            ("gdelt", "gdelt", "events.export.csv", "events"),
            ("gdelt, again", "gdelt", "events.export.csv", "events"),
            ("jsonl", "table", "words.jsonl", "words"),
        ]
        missed = False
        for words, kind, file, study in runs:
            took = in_a_process(kind, str(folder / file), str(folder / study), str(folder / "words.toml"))
            line = f"{words:14} {took['read']:>10,.0f} rows {took['kept']:>10,.0f} kept {took['seconds']:7.1f} s"
            print(f"{line} {took['megabytes']:7.0f} MB")
            if words == "gdelt":
                missed |= took["seconds"] > TARGET_SECONDS or took["megabytes"] > TARGET_MEGABYTES
        print(
            f"target for gdelt: {TARGET_SECONDS:.0f} s and {TARGET_MEGABYTES:.0f} MB: {'missed' if missed else 'held'}"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
