"""What a million stored assessments cost and give: growth, bytes, totals and quantiles."""
import math
import os

import harness

GROUP = "store"
STORE = "many.db"


def dbstat(bench, store):
    """Bytes of whole pages by table and index."""
    said = bench.run(["sqlite3", "-readonly", bench.path(store), "SELECT name, sum(pgsize) FROM dbstat GROUP BY name"]).out
    return {line.split("|")[0]: int(line.split("|")[1]) for line in said.splitlines()}


def sizes(bench, store, count, what, goals):
    pages = dbstat(bench, store)
    kinds = {"document": 0, "derived": 0, "assessment": 0}
    for name, size in pages.items():
        kind = "document" if "document" in name else "derived" if "derived" in name else "assessment"
        kinds[kind] += size
    for kind, size in kinds.items():
        bench.figure("bytes, %s: %s" % (what, kind), size / count)
    bench.figure("bytes, %s: by table" % what, {name: round(size / count, 1) for name, size in sorted(pages.items())})
    bench.row(GROUP, "%s: bytes an assessment, indexes and dictionaries included" % what, kinds["assessment"] / count, "B",
              goal=goals[0], better="<=" if goals[0] else None)
    bench.row(GROUP, "%s: bytes a document" % what, kinds["document"] / count, "B", goal=goals[1], better="<=" if goals[1] else None)
    if kinds["derived"]:
        bench.row(GROUP, "%s: bytes of totals and columns, an assessment" % what, kinds["derived"] / count, "B")


def child_sizes(bench):
    """119 criteria with reasons; the plans come through a pipe, since they take 24 kB each."""
    count = bench.sizes["sized"]
    bench.clear("child.db")
    checklist = "checklists/child-drr/checklist.json"
    made = bench.begin([bench.tool("generate"), checklist, "examples/nepal-ward.json", count, 1])
    run = bench.assess("child.db", "-", "--jobs", "2", checklist=checklist, source=made)
    bench.figure("child-drr: seconds a plan, generator beside it", run.wall / count)
    sizes(bench, "child.db", count, "119 findings, %s stored" % spaced(count), (700, 500))
    bench.clear("child.db")


def add(bench, first, count, jobs="2"):
    path = bench.plans(count, first)
    run = bench.assess(STORE, path, "--jobs", jobs)
    os.remove(path)
    return run


def fill(bench, start, end):
    """In files of a bounded size."""
    peak, step = 0, 500000
    for first in range(start, end, step):
        peak = max(peak, add(bench, first, min(step, end - first)).rss)
    return peak


def growth(bench):
    """Time of the same number of plans early and late in the life of one store."""
    compared, grown, part = bench.sizes["compared"], bench.sizes["grown"], bench.sizes["part"]
    early_at = bench.sizes["early"]
    bench.clear(STORE)
    fill(bench, 0, early_at)
    early = add(bench, early_at, part)
    peak = fill(bench, early_at + part, compared)
    yield "compared"
    peak = max(peak, fill(bench, compared, grown))
    late = add(bench, grown, part)
    bench.figure("growth: processor seconds a plan, early", early.cpu / part)
    bench.figure("growth: processor seconds a plan, late", late.cpu / part)
    bench.figure("growth: seconds a plan, early", early.wall / part)
    bench.figure("growth: seconds a plan, late", late.wall / part)
    bench.row(GROUP, "growth: time a plan with %s stored" % spaced(grown), late.wall / part, "s", "with %s stored" % spaced(early_at),
              early.wall / part, 1.2, "<=", note="by processor time %.2f%s" % (late.cpu / early.cpu, meant(grown, 10000000)))
    bench.row(GROUP, "memory, most of any run up to %s stored" % spaced(grown), max(peak, late.rss), "B", goal=64e6, better="<=",
              note=meant(grown, 10000000)[2:])


def meant(size, goal):
    """Said of a row that was measured at a smaller size than its goal is for."""
    return "; the goal is for %s" % spaced(goal) if size < goal else ""


def spaced(number):
    return format(number, ",").replace(",", " ")


# ---- questions

QUESTIONS = {"q1": "n and mean of ten domains by country and round", "q2": "five quantiles of ten domains by country and round",
             "q3": "n, mean and sd of 80 criteria by country", "q4": "n and mean of one criterion by country",
             "q5": "median of one criterion by country", "q6": "n, mean and sd of ten domains and 80 criteria by country and round"}


def answers(path):
    with open(path, encoding="utf-8") as lines:
        return {tuple(words[:4]): [float(x) for x in words[4:]] for words in map(str.split, lines)}


def same_answers(bench, what, left, right):
    if left.keys() != right.keys():
        raise SystemExit("bench: %s: other groups than the loop over columns" % what)
    for key, values in left.items():
        if not all(math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-9) for x, y in zip(values, right[key], strict=True)):
            raise SystemExit("bench: %s: %s is %s, by the loop over columns %s" % (what, " ".join(key), values, right[key]))


def columns(bench):
    """The same plans in memory and in DuckDB; ours where the program has columns."""
    compared = bench.sizes["compared"]
    loop = bench.run([bench.tool("floor_columns"), bench.path("table.csv"), bench.path("loop.txt")],
                     source=bench.begin([bench.tool("plans"), compared, 1])).numbers()
    right = answers(bench.path("loop.txt"))
    times = {"C": loop}
    for name, command in (("DuckDB", ["node", os.path.join(bench.peers, "duckdb.mjs"), bench.path("table.csv"), bench.path("duckdb.txt")]),
                          ("ours", [bench.tool("ours_columns"), bench.path(STORE), bench.path("ours.txt")])):
        try:
            times[name] = bench.run(command).numbers()
            same_answers(bench, name, answers(bench.path(name.lower() + ".txt")), right)
        except (harness.Failed, OSError) as why:
            bench.lack(name + ", questions", why)
    for name in ("table.csv", "duckdb.txt.duckdb"):
        if os.path.exists(bench.path(name)):
            os.remove(bench.path(name))
    for name, of in times.items():
        for question, ns in of.items():
            bench.figure("%s: %s, seconds" % (question, name), ns / 1e9)
    for question, what in QUESTIONS.items():
        exact = question not in ("q2", "q5")
        asked = question == "q6"  # the goal names this one
        ours = times.get("ours", {}).get(question)
        seconds = ours / 1e9 if ours else None
        if asked:
            bench.row(GROUP, what + ", %s stored" % spaced(compared), seconds, goal=0.010, better="<=", note=meant(compared, 1000000)[2:])
        for name, goal in (("DuckDB", 0.05 if asked else None if exact else 1), ("C", None if exact else 3)):
            other = times.get(name, {}).get(question)
            label = {"DuckDB": "DuckDB, one thread, own wide table", "C": "C loop over columns in memory"}[name]
            opened = times["ours"]["open"] / 1e6 if ours and not exact else 0
            bench.row(GROUP, what, seconds, "s", label, other / 1e9 if other else None, goal, "<=" if goal else None,
                      note="opening the view: %.1f ms of it" % opened if opened else meant(compared, 1000000)[2:])


def compared_round(bench):
    """What a reviewer waits for: the newest round by country, with ranks; beside the draws that fewer communities get."""
    rows = bench.sizes["compared"] // 4  # rounds
    ask = [bench.program, "--store", bench.path(STORE), "--quiet", "compare"]
    fit = bench.run(ask)
    all_draws = bench.run(ask + ["--draws", "10000"]) if rows <= 25000 else None  # minutes beyond
    bench.row(GROUP, "compare: one round by country, %s communities, ranks included" % spaced(rows), fit.wall, "s", "the same with 10 000 draws",
              all_draws.wall if all_draws else None, note="%d MB; processor time %.1f s" % (fit.rss / 1e6, fit.cpu))


def group(bench):
    child_sizes(bench)
    for _ in growth(bench):
        sizes(bench, STORE, bench.sizes["compared"], "80 findings, %s stored" % spaced(bench.sizes["compared"]), (None, 500))
        columns(bench)
        compared_round(bench)
    bench.clear(STORE)
