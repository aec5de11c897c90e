"""One plan from a cold start to stored; how soon the program answers; how much memory it takes."""
import os
import shutil

GROUP = "start"


def child_drr(bench, count, name="child"):
    """Plans of the checklist with 119 criteria, about 24 kB each, as NDJSON."""
    path = bench.path("%s-%d.ndjson" % (name, count))
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as out:
            out.write(bench.run([bench.tool("generate"), "checklists/child-drr/checklist.json", "examples/nepal-ward.json", count, 1]).out)
    return path


def one_plan(bench):
    """Each run stores another plan, in a store that is there and has some."""
    many = bench.sizes["starts"]
    store = bench.path("start.db")
    plans = []
    with open(child_drr(bench, many + 20), encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            plans.append(bench.path("start-%d.json" % number))
            with open(plans[-1], "w", encoding="utf-8") as out:
                out.write(line)
    command = [bench.program, "--store", store, "--quiet", "assess"]
    bench.run(command + plans[many:], codes=(0, 3))
    shutil.copyfile(store, bench.path("opened.db"))
    left = iter(plans[:many])
    best = bench.best({"one plan": lambda: bench.run(command + [next(left)], codes=(0, 3)),
                       "open and sync": lambda: bench.run([bench.tool("floor_open"), bench.path("opened.db")]),
                       "one plan, dry": lambda: bench.run(command + ["--dry-run", plans[many]], codes=(0, 3)),
                       "nothing": lambda: bench.run(["true"])}, many)
    ours, floor = best["one plan"], best["open and sync"]
    for name, run in best.items():
        bench.figure(name + ": seconds", run.wall)
        bench.figure(name + ": processor seconds", run.cpu)
    bench.row(GROUP, "one plan, 119 criteria with reasons, cold start to stored", ours.wall - floor.wall, "s",
              "beside opening the store and one fsync", floor.wall, 0.015, "<=", on="value",
              note="in all %.1f ms; processor time %.1f ms" % (ours.wall * 1e3, ours.cpu * 1e3))
    bench.row(GROUP, "memory, one plan", best["one plan"].rss, "B", goal=20e6, better="<=")


def answers(bench):
    """How soon it answers, with no rules but its own and with a thousand more installed."""
    rules = bench.path("thousand")
    source = os.path.join(bench.workload, "reasons", "bench", "c03.lua")
    os.makedirs(os.path.join(rules, "more"), exist_ok=True)
    with open(source, encoding="utf-8") as text:
        rule = text.read()
    for number in range(1000):
        with open(os.path.join(rules, "more", "r%03d.lua" % number), "w", encoding="utf-8") as out:
            out.write(rule.replace('"bench/c03"', '"more/r%03d"' % number))
    more = {"BANYAN_RULES": rules}
    plan = bench.path("start-0.json")
    assess = [bench.program, "--quiet", "assess", "--dry-run", plan]
    ways = {"version": lambda: bench.run([bench.program, "version"]),
            "list": lambda: bench.run([bench.program, "--store", bench.path("start.db"), "list"]),
            "version, 1000 rules": lambda: bench.run([bench.program, "version"], environment=more),
            "list, 1000 rules": lambda: bench.run([bench.program, "--store", bench.path("start.db"), "list"], environment=more),
            "assess, dry": lambda: bench.run(assess + ["--no-isolate"], codes=(0, 3)),
            "assess, dry, 1000 rules": lambda: bench.run(assess + ["--no-isolate"], codes=(0, 3), environment=more)}
    best = bench.best(ways, bench.sizes["starts"])
    for name, run in best.items():
        bench.figure(name + ": seconds", run.wall)
    for name, what in (("version", "program start: version"), ("version, 1000 rules", "program start: version, 1 000 more rules installed"),
                       ("list", "program start: list, 20 stored"), ("list, 1000 rules", "program start: list, 1 000 more rules installed")):
        if name in best:
            bench.row(GROUP, what, best[name].wall, "s", goal=0.005, better="<=", note="processor time %.1f ms" % (best[name].cpu * 1e3))
    if "assess, dry" in best and "assess, dry, 1000 rules" in best:
        bench.row(GROUP, "one plan, nothing stored, 1 000 more rules installed", best["assess, dry, 1000 rules"].wall, "s",
                  "none installed", best["assess, dry"].wall)


def memory(bench):
    sizes = bench.sizes["memory"]
    peaks = []
    for count in sizes:
        bench.clear("memory.db")
        peaks.append(bench.assess("memory.db", bench.plans(count), "--jobs", "2").rss)
        bench.clear("memory.db")
        bench.row(GROUP, "memory, %s plans, 2 jobs" % format(count, ",").replace(",", " "), peaks[-1], "B", goal=64e6, better="<=")
    peaks = {count: bench.figure("memory: %d plans" % count, peak) for count, peak in zip(sizes, peaks)}
    bench.row(GROUP, "memory: is it flat", peaks[sizes[-1]], "B", "%d plans" % sizes[0], peaks[sizes[0]])


def group(bench):
    one_plan(bench)
    answers(bench)
    memory(bench)
