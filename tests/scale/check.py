"""Runs the queries of docs/scale.md on a made-up province and compares with what is known of it.

python check.py PROVINCE [duckdb] [spark]
PROVINCE: a folder that `make_province` wrote; some files are added to its drive.
"""

import json
import math
import re
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
YEAR = "2026"


def blocks():
    """The SQL of the page: (engine or `question`, name) -> statements, in the page's order."""
    page = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    found = {}
    for who, name, sql in re.findall(r"^```sql (\w+) (\w+)\n(.*?)^```", page, re.S | re.M):
        found[who, name] = [part.strip() for part in sql.split(";\n") if part.strip()]
    return found


class Known:
    """What is true of the province, in plain Python."""

    def __init__(self, province):
        lines = (province / "truth/submissions.jsonl").read_text(encoding="utf-8").splitlines()
        self.sent = [json.loads(line) for line in lines]
        roll = (province / f"rolls/danh-sach-{YEAR}.tsv").read_text(encoding="utf-8").splitlines()
        self.roll = [line.split("\t") for line in roll[1:]]
        self.latest = {}
        for sent in self.sent:
            at = (sent["unit"], sent["cycle"])
            if at not in self.latest or sent["seq"] > self.latest[at]["seq"]:
                self.latest[at] = sent

    def of(self, cycle):
        return [sent for (_, year), sent in self.latest.items() if year == cycle]

    def lines(self):
        return [item for sent in self.sent for item in sent["items"]]

    def states(self):
        by_name = {sent["name"]: sent for sent in self.of(YEAR)}
        clusters = defaultdict(list)
        for _, name, _, cluster, *_ in self.roll:
            clusters[cluster].append(by_name.get(name))
        rows = []
        for cluster, units in clusters.items():
            sent = [unit for unit in units if unit]
            rows.append((
                cluster, len(units), len(sent), len(units) - len(sent),
                sum(unit["seq"] > 1 for unit in sent), sum(unit["recognisable"] for unit in sent),
            ))
        return rows

    def scores(self):
        tenth = lambda sent: 10 * min(int(10 * sent["got"] / sent["max"]), 9)
        counts = Counter((sent["cycle"], tenth(sent)) for sent in self.latest.values())
        return [(cycle, tenth, units) for (cycle, tenth), units in counts.items()]

    def items(self):
        items = defaultdict(list)
        for sent in self.of(YEAR):
            for item in sent["items"]:
                if item["max"] > 0:
                    items[item["item"]].append(item)
        count = lambda lines, *facts: sum(all(fact(line) for fact in facts) for line in lines)
        state = lambda word: lambda line: line["state"] == word
        bare = lambda line: line["evidence"] == 0
        return [(
            item, 100 * sum(line["got"] for line in lines) / sum(line["max"] for line in lines),
            count(lines, state("unmet")), count(lines, state("open")), count(lines, state("met"), bare),
        ) for item, lines in items.items()]

    def years(self):
        rows = []
        for cycle in sorted({cycle for _, cycle in self.latest}):
            now, share = self.of(cycle), lambda sent: sent["got"] / sent["max"]
            pairs = [(sent, self.latest.get((sent["unit"], str(int(cycle) - 1)))) for sent in now]
            pairs = [(sent, before) for sent, before in pairs if before]
            rows.append((
                cycle, len(now), 100 * sum(map(share, now)) / len(now), len(pairs),
                sum(share(sent) > share(before) for sent, before in pairs),
                sum(share(sent) < share(before) for sent, before in pairs),
                sum(sent["recognisable"] and before["recognisable"] for sent, before in pairs),
            ))
        return rows

    def doubts(self):
        return []


class DuckDb:
    def __init__(self):
        import duckdb
        self.connection = duckdb.connect()

    def ask(self, sql):
        return self.connection.execute(sql).fetchall()

    def close(self):
        self.connection.close()


class Spark:
    def __init__(self):
        from pyspark.sql import SparkSession
        # What it keeps lies beside the province, which is made anew each time.
        settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
                    "spark.sql.shuffle.partitions": "8", "spark.driver.memory": "4g",
                    "spark.sql.warehouse.dir": str(Path(sys.argv[1]).resolve() / "kept"),
                    "spark.log.level": "ERROR"}
        builder = SparkSession.builder.master("local[2]")
        self.session = builder.config(map=settings).getOrCreate().newSession()

    def ask(self, sql):
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def close(self):
        pass  # All sessions share one machine; it ends with the program.


ENGINES = {"duckdb": DuckDb, "spark": Spark}


def same(one, other):
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(float(one), float(other), abs_tol=0.006)
    return one == other


def compare(what, asked, known):
    key = lambda row: [str(value) for value in row if not isinstance(value, float)]
    asked, known = sorted(asked, key=key), sorted(known, key=key)
    if len(asked) != len(known):
        raise SystemExit(f"{what}: {len(asked)} rows, not {len(known)}")
    for row, right in zip(asked, known):
        if len(row) != len(right) or not all(map(same, row, right)):
            raise SystemExit(f"{what}: {row}, not {right}")


def opened(engine, source, places):
    """An engine with the tables of the page, made of files or of rows."""
    database = ENGINES[engine]()
    for who, name in ((engine, source), (engine, "roll"), ("both", "latest")):
        for sql in SQL[who, name]:
            for word, path in places.items():
                sql = sql.replace(f"'{word}", f"'{path}")
            database.ask(sql)
    return database


def check(engine, source, places, known):
    start = time.monotonic()
    database = opened(engine, source, places)
    for who, name in SQL:
        if who == "question":
            [sql] = SQL[who, name]
            compare(f"{engine}, {source}, {name}", database.ask(sql), getattr(known, name)())
    if (engine, source) == ("spark", "files"):
        for sql in SQL["spark", "keep"]:
            database.ask(sql)
        for table, right in (("submission", known.sent), ("item", known.lines())):
            asked = database.ask(f"SELECT count(*) FROM {table}_rows")
            compare(f"kept {table}s", asked, [(len(right),)])
    database.close()
    print(f"{engine}, {source}: all questions as known, {time.monotonic() - start:.1f} s")


def disturb(drive):
    """What lies on any drive: a copy that a sync program made, half a file, a file of somebody."""
    paths = sorted(drive.glob("submissions/*/*.json"))
    folder = paths[0].parent
    shutil.copy(paths[0], folder / f"{paths[0].stem} (1).json")
    half = paths[1].read_bytes()
    (folder / "nua-chung.json").write_bytes(half[: len(half) // 2])
    (folder / "khac.json").write_text('{"kind": "submission", "title": "của ai đó"}', encoding="utf-8")
    return 3


def forge(drive):
    """The latest submission of a unit, with all points: what neither engine notices."""
    path = sorted(drive.glob(f"submissions/{YEAR}/*_0002_*.json"))[0]
    document = json.loads(path.read_text(encoding="utf-8"))
    document["seq"], document["digest"] = 3, "sha256:" + "0" * 64
    document["body"]["score"].update(got=document["body"]["score"]["max"], recognisable=True)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    name = re.sub(r"_0002_\w+", "_0003_" + "0" * 16, path.name)
    path.with_name(name).write_text(text, encoding="utf-8")


def export(drive, rows):
    cargo = ["cargo", "run", "--quiet", "--package", "bcd-rows", "--", drive, rows]
    subprocess.run(cargo, check=True, cwd=ROOT)
    lines = (rows / "left-out.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["why"][0]["code"] for line in lines]


def main():
    province, *engines = sys.argv[1:]
    province = Path(province).resolve()
    drive, rows = province / "drive", province / "rows"
    known = Known(province)
    disturb(drive)
    left_out = export(drive, rows)
    compare("left out", [(code,) for code in left_out],
            [("AlreadyHere",), ("Foreign",), ("Truncated",)])
    places = {"DRIVE": drive, "ROWS": rows, "ROLL": province / f"rolls/danh-sach-{YEAR}.tsv"}
    for engine in engines or ENGINES:
        for source in ("files", "rows"):
            check(engine, source, places, known)
    # As the page says, the engines count what was forged; its rows are left out.
    forge(drive)
    again = export(drive, rows)
    compare("left out", [(code,) for code in again], [(code,) for code in [*left_out, "WrongDigest"]])
    engine = (engines or list(ENGINES))[0]
    count = "SELECT count(*) FROM submissions"
    for source, more in (("files", 1), ("rows", 0)):
        database = opened(engine, source, places)
        compare(f"{engine}, {source}, forged", database.ask(count), [(len(known.sent) + more,)])
        database.close()
    print("a forged file is counted from files, and left out of rows")


SQL = blocks()
if __name__ == "__main__":
    main()
