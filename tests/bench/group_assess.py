"""The whole way of the workload: assess into a store, beside the floors and what a user would write instead."""
import os
import sqlite3

import harness

GROUP = "assess"
WHOLE = "assess, NDJSON to committed store, 2 jobs"
FLOOR = "floor: scanner + Lua + wide row, 2 + 1 threads"
OPENSCAP = "against OpenSCAP, 80 OVAL rules, a process a plan"


def peer(bench, script, *arguments):
    interpreter = "python3" if script.endswith(".py") else "node"
    return bench.run([interpreter, os.path.join(bench.peers, script), bench.workload, *arguments])


def fresh(bench, store, way):
    def run():
        bench.clear(store)
        return way()
    return run


def stored_check(bench, store):
    """The check sum of what our store holds, read back from its packed findings."""
    return bench.run([bench.tool("ours_check"), bench.path(store)]).numbers()


def assess(bench):
    count = bench.sizes["plans"]
    plans = bench.plans(count)
    plain = os.path.join(bench.workload, "plain.lua")
    ours = {"ours, 2 jobs": fresh(bench, "two.db", lambda: bench.assess("two.db", plans, "--jobs", "2")),
            "ours, 1 job": fresh(bench, "one.db", lambda: bench.assess("one.db", plans, "--jobs", "1")),
            "ours, 1 core": fresh(bench, "core.db", lambda: bench.assess("core.db", plans, "--jobs", "1", alone=True)),
            "ours, reasons": fresh(bench, "why.db", lambda: bench.assess("why.db", plans, "--jobs", "2", rules="reasons"))}
    pipeline = [bench.tool("floor_pipeline"), plain, plans, bench.path("floor.db"), 2]
    others = {"pipeline": fresh(bench, "floor.db", lambda: bench.run(pipeline + ["wide"])),
              "kept": fresh(bench, "floor.db", lambda: bench.run(pipeline + ["kept"]))}
    for name, script, mode in (("node wide", "node.mjs", "wide"), ("python wide", "plain.py", "wide")):
        others[name] = fresh(bench, "peer.db", lambda script=script, mode=mode: peer(bench, script, plans, bench.path("peer.db"), mode))
    best = bench.best({**ours, **others}, bench.sizes["times"])
    # Slow ones once, the slowest over fewer plans: it is the time a plan that counts.
    some = bench.plans(bench.sizes["some"])
    for name, script, mode in (("python rows", "plain.py", "rows"), ("node rows", "node.mjs", "rows")):
        others[name] = fresh(bench, "peer.db", lambda script=script, mode=mode: peer(bench, script, plans, bench.path("peer.db"), mode))
    slow = bench.best({name: others[name] for name in ("python rows", "node rows")}, 1)
    engines = bench.best({"json-rules-engine": lambda: peer(bench, "json-rules.mjs", some),
                          "zen-engine": lambda: peer(bench, "zen.mjs", some)}, 2)
    if "ours, 2 jobs" not in best or "pipeline" not in best:
        raise harness.Failed(str(bench.missing))
    checks = {name: run.numbers()["check"] for name, run in {**best, **slow}.items() if not name.startswith("ours")}
    for store in ("two.db", "one.db", "core.db", "why.db"):
        checks[store] = stored_check(bench, store)["check"]
    bench.agree("credits of %d plans" % count, *checks.values())
    if engines:
        floor = bench.run([bench.tool("floor_pipeline"), plain, some, fresh_path(bench, "floor.db"), 1, "wide"]).numbers()["check"]
        bench.agree("credits of %d plans" % bench.sizes["some"], floor, *(run.numbers()["check"] for run in engines.values()))
    return count, best, slow, engines


def fresh_path(bench, store):
    bench.clear(store)
    return bench.path(store)


def openscap(bench, ours):
    """A process a plan; what it says of each rule is held against the credits that are 1."""
    few = bench.plans(bench.sizes["few"])
    folder = bench.path("openscap")
    os.makedirs(folder, exist_ok=True)
    name = "OpenSCAP"
    try:
        said = bench.run(["python3", os.path.join(bench.peers, "openscap.py"), bench.workload, few, folder]).numbers()
    except (harness.Failed, OSError) as why:
        bench.lack(name, why)
        bench.row(GROUP, OPENSCAP, against=name, goal=4000, better=">=")
        return None
    bench.clear("few.db")
    bench.assess("few.db", few, "--jobs", "1")
    bench.agree("rules met in full", said["met"], stored_check(bench, "few.db")["met"])
    a_plan = bench.figure("openscap seconds a plan", said["seconds"] / said["plans"])
    bench.figure("openscap processor seconds a plan", said["cpu"] / said["plans"])
    bench.row(GROUP, OPENSCAP, ours, "s", name, a_plan, 4000, ">=", invert=True)
    return a_plan


def group(bench):
    count, best, slow, engines = assess(bench)
    two, one = best["ours, 2 jobs"], best["ours, 1 job"]
    a_plan = {name: run.wall / count for name, run in {**best, **slow}.items()}
    a_plan.update({name: run.wall / bench.sizes["some"] for name, run in engines.items()})
    for name, run in {**best, **slow, **engines}.items():
        plans = bench.sizes["some"] if name in engines else count
        bench.figure(name + ": seconds a plan", run.wall / plans)
        bench.figure(name + ": processor seconds a plan", run.cpu / plans)
        bench.figure(name + ": memory", run.rss)
    ours = a_plan["ours, 2 jobs"]
    goals = {WHOLE: (a_plan["pipeline"], 0.6)}
    bench.row(GROUP, WHOLE, ours, "s", FLOOR,
              a_plan["pipeline"], 0.6, ">=", invert=True, note="by processor time %.2f" % (best["pipeline"].cpu / two.cpu))
    for name, goal, text in (("node wide", 2, "Node and better-sqlite3, wide"), ("python wide", 3.5, "Python and sqlite3, wide"),
                             ("python rows", 10, "Python and sqlite3, a row a finding"),
                             ("node rows", None, "Node and better-sqlite3, a row a finding"),
                             ("json-rules-engine", 40, "json-rules-engine, stores nothing"),
                             ("zen-engine", 40, "zen-engine, stores nothing")):
        run = {**best, **slow, **engines}.get(name)
        plans = bench.sizes["some"] if name in engines else count
        bench.row(GROUP, "against " + text, ours, "s", text, a_plan.get(name), goal, ">=", invert=True,
                  note="by processor time %.3g" % (run.cpu / plans / (two.cpu / count)) if run else "")
        goals["against " + text] = (a_plan.get(name), goal)
    goals[OPENSCAP] = (openscap(bench, ours), 4000)
    for name, (other, goal) in goals.items():
        if goal and other and "kept" in a_plan:
            bench.least(name, a_plan["kept"], name.removeprefix("against ") if name != WHOLE else FLOOR, other, goal, ">=")
    if "ours, reasons" in a_plan:
        bench.row(GROUP, "the same rules with a reason and its figures for every credit", a_plan["ours, reasons"], "s",
                  FLOOR, a_plan["pipeline"], invert=True)
    # One job stores in a thread of its own, so that it takes more than one processor where there is one.
    bench.row(GROUP, "two cores against one: 2 jobs", ours, "s", "1 job, kept to one core", a_plan.get("ours, 1 core"), 1.7, ">=",
              invert=True)
    bench.row(GROUP, "two jobs against one", ours, "s", "1 job", a_plan["ours, 1 job"], invert=True)
    bench.figure("ours, 1 job: all", one.cpu / count)
    with sqlite3.connect("file:%s?mode=ro" % bench.path("one.db"), uri=True) as db:
        bench.agree("assessments stored", count, db.execute("SELECT count(*) FROM assessment").fetchone()[0])
