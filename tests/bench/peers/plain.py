"""plain.py WORKLOAD PLANS STORE|- none|wide|rows: json, rules in Python, and sqlite3 as safe as our own store: WAL,
synchronous=FULL, 10 000 plans a transaction."""
import json
import math
import sqlite3
import sys

COUNT, DOMAINS, EACH, TRANSACTION = 80, 10, 8, 10000
NAMES = ["D%d" % d for d in range(DOMAINS)] + ["C%02d" % k for k in range(COUNT)]


def open_store(path, mode):
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    head = "CREATE TABLE assessment(seq INTEGER PRIMARY KEY, plan TEXT, community TEXT, country TEXT, round TEXT, score INTEGER"
    if mode == "wide":
        db.execute(head + "".join(", %s INTEGER" % name for name in NAMES) + ")")
    else:
        db.execute(head + ")")
        db.execute("CREATE TABLE finding(assessment INTEGER, item TEXT, value INTEGER, PRIMARY KEY(assessment, item)) WITHOUT ROWID")
    return db


def store(db, mode, rows, first):
    db.execute("BEGIN IMMEDIATE")
    if mode == "wide":
        db.executemany("INSERT INTO assessment VALUES(NULL%s)" % (",?" * (5 + len(NAMES))), rows)
    else:
        db.executemany("INSERT INTO assessment VALUES(?,?,?,?,?,?)", ((first + i,) + row[:5] for i, row in enumerate(rows)))
        db.executemany("INSERT INTO finding VALUES(?,?,?)",
                       ((first + i, name, value) for i, row in enumerate(rows) for name, value in zip(NAMES, row[5:])))
    db.execute("COMMIT")


def main(folder, file, path, mode):
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    from workload_rules import RULES

    db = None if mode == "none" else open_store(path, mode)
    plans, check, rows = 0, 0, []
    with open(file, "rb") as lines:
        for line in lines:
            p = json.loads(line)
            credits = [math.floor(rule(p) * 1e9 + 0.5) for rule in RULES]
            domains = [(2 * sum(credits[d * EACH:(d + 1) * EACH]) + EACH) // (2 * EACH) for d in range(DOMAINS)]
            score = (2 * sum(domains) + DOMAINS) // (2 * DOMAINS)
            if db is not None:
                rows.append((p["plan"]["id"], p["community"]["local"], p["community"]["country"], p["assessment"]["round"], score,
                             *domains, *credits))
                if len(rows) == TRANSACTION:
                    store(db, mode, rows, plans - TRANSACTION + 2)
                    rows = []
            check = (check + sum(k * credit for k, credit in enumerate(credits, 1))) % 10**15
            plans += 1
    if rows:
        store(db, mode, rows, plans - len(rows) + 1)
    if db is not None:
        db.close()
    print("plans %d\ncheck %d" % (plans, check))


main(*sys.argv[1:])
