"""Somebody who knows the layout of the chain: forge.py STORE 'SQL' changes rows of a store and then makes every
hash from the first row to the head anew, so that the chain alone shows nothing.

What is hashed of a row stands in docs/storage.md, "The chain"."""

import hashlib
import sqlite3
import sys

TEXTS = ("engine plan_id plan_title country community community_key community_name round date "
         "checklist_id checklist_version profile band band_possible").split()
TOTALS = ("applicable incomplete score low high coverage scored not_applicable not_assessed "
          "unknown error").split()


def number(n):
    out = bytearray()
    n &= (1 << 64) - 1
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def data(b):
    return number(len(b)) + b


def text(t):
    return number(0) if t is None else number(len(t.encode()) + 1) + t.encode()


def row_hash(row, digests, previous):
    parts = [text("banyan-assessment-1"), data(previous), number(row["seq"]), data(row["id"]), number(row["created"])]
    parts += [data(digests[row[name]]) for name in ("plan", "checklist", "ruleset")]
    parts += [text(row[name]) for name in TEXTS]
    parts += [number(-1 if row[name] is None else row[name]) for name in TOTALS]
    parts += [data(row["result_digest"]), number(row["supersedes"] or 0)]
    return hashlib.sha256(b"".join(parts)).digest()


def main(path, sql):
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for t in triggers:
        db.execute(f'DROP TRIGGER "{t["name"]}"')
    db.executescript(sql)
    digests = dict(db.execute("SELECT id, digest FROM document").fetchall())
    previous = bytes(32)
    for row in db.execute("SELECT * FROM assessment ORDER BY seq").fetchall():
        previous = row_hash(row, digests, previous)
        db.execute("UPDATE assessment SET hash = ? WHERE seq = ?", (previous, row["seq"]))
    db.execute("UPDATE chain_head SET hash = ?", (previous,))
    for t in triggers:
        db.execute(t["sql"])
    db.commit()


main(*sys.argv[1:])
