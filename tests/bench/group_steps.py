"""Each step alone, processor time: what a limit takes, and what ours takes."""
import os

GROUP = "steps"
RULES = "80 rules in Lua, hand-over included"
WHOLE = "assess to committed store, one core, processor time"


def group(bench):
    plans = bench.plans(bench.sizes["plans"])
    count = bench.sizes["plans"]
    plain = os.path.join(bench.workload, "plain.lua")

    def floors():
        bench.clear("steps.db")
        return bench.run([bench.tool("floor_steps"), plain, plans, bench.path("steps.db")])

    def whole(store):
        def run():
            if store:
                bench.clear(store)
            return bench.assess(store, plans, "--jobs", "1")
        return run

    checklist = os.path.join(bench.workload, "checklist.json")
    ways = {"floors": floors,
            "simdjson": lambda: bench.run([bench.tool("floor_simdjson"), plans]),
            "yajl": lambda: bench.run([bench.tool("floor_parse"), plans]),
            "our parse": lambda: bench.run([bench.tool("ours_parse"), plans]),
            "our rules": lambda: bench.run([bench.tool("ours_rules"), checklist, os.path.join(bench.workload, "rules"), plans, 20000]),
            "our reasons": lambda: bench.run([bench.tool("ours_rules"), checklist, os.path.join(bench.workload, "reasons"), plans, 20000]),
            "kept": lambda: (bench.clear("kept.db"), bench.run([bench.tool("floor_pipeline"), plain, plans, bench.path("kept.db"), 1, "kept"]))[1],
            "dry": whole(None), "stored": whole("steps-ours.db")}
    # The least of several of each figure, not of whole runs: steps are short, and the machine is shared.
    least, runs = {}, {}
    for _ in range(bench.sizes["times"]):
        for name, run in bench.best(ways, 1).items():
            runs[name] = run
            numbers = run.numbers() if name in ("floors", "our rules", "our reasons") else \
                {"": run.last()} if name not in ("dry", "stored", "kept") else {"": run.cpu / count * 1e9}
            for part, value in numbers.items():
                key = (name + " " + part).strip()
                least[key] = min(least.get(key, value), value)
    checks = {runs[name].numbers()["check"] for name in ("our rules", "our reasons") if name in runs}
    if checks:
        bench.agree("credits of rules in C, in Lua and ours", *checks)
    if checks and "floors" in runs and min(20000, count) == count:
        bench.agree("credits of the floors and ours", runs["floors"].numbers()["check"], runs["our rules"].numbers()["check"])
    ns = {name: bench.figure("step, ns a plan: " + name, value) for name, value in least.items() if not name.endswith(("check", "plans"))}

    def row(what, ours, against, other, goal=None, better=None, note=""):
        seconds = [ns[name] / 1e9 if name in ns else None for name in (ours, other)]
        bench.row(GROUP, what, seconds[0], "s", against, seconds[1], goal, better, note=note)

    row("parse: lines to documents with line numbers", "our parse", "simdjson, on demand", "simdjson", 1.6, "<=")
    row("parse", "our parse", "own scanner that knows the schema", "floors scan")
    row("parse", "our parse", "yajl", "yajl")
    row(RULES, "our rules rules", "the same in C", "floors c", 8, "<=",
        "nothing remembered from plan to plan: %.1f" % (ns["our rules forgetful"] / ns["floors c"]) if "our rules forgetful" in ns else "")
    row("80 rules in Lua", "our rules rules", "plain Lua, all in one protected call", "floors lua")
    row("80 rules in Lua, with reasons", "our reasons rules", "plain Lua, all in one protected call", "floors lua")
    if "floors lua" in ns:
        bench.least(RULES, ns["floors lua"] / 1e9, "the same in C", ns["floors c"] / 1e9, 8, "<=", "plain Lua, all in one protected call,")
    if "stored" in ns and "floors scan" in ns:
        total = sum(ns["floors " + step] for step in ("scan", "lua", "wide")) / 1e9
        floors = "sum of the floors: scanner, Lua, wide row"
        bench.row(GROUP, WHOLE, ns["stored"] / 1e9, "s", floors, total, 0.55, ">=", invert=True,
                  note="of it without the store: %.1f us" % (ns["dry"] / 1e3))
        if "kept" in ns:
            bench.least(WHOLE, ns["kept"] / 1e9, floors, total, 0.55, ">=")
