"""The shipped checklist with 119 criteria, on plans of 24 kB: ways to run it, and floors that do one thing each."""
import group_start

GROUP = "child-drr"
CHECKLIST = "checklists/child-drr/checklist.json"


def group(bench):
    count = bench.sizes["child"]
    plans = group_start.child_drr(bench, count)

    def way(store, *options):
        def run():
            if store:
                bench.clear(store)
            command = [bench.program, "--store", bench.path(store or "no.db"), "--quiet", "assess", "--checklist", CHECKLIST]
            return bench.run(command + ([] if store else ["--dry-run"]) + list(options) + [plans], codes=(0, 3), keep=False)
        return run

    ways = {"read, run rules, score: --dry-run, 1 job": way(None, "--jobs", "1"),
            "the same, rules in a process of their own": way(None, "--jobs", "1", "--isolate"),
            "as the first, and print as NDJSON": way(None, "--jobs", "1", "--format", "ndjson"),
            "the same, 2 jobs": way(None, "--jobs", "2", "--format", "ndjson"),
            "the same, and store, 1 job": way("child-1.db", "--jobs", "1", "--format", "ndjson"),
            "the same, and store, 2 jobs": way("child-2.db", "--jobs", "2", "--format", "ndjson")}
    best = bench.best(ways, bench.sizes["times"])
    first = next(iter(ways))
    for name, run in best.items():
        bench.figure("child-drr, seconds a plan: " + name, run.wall / count)
        bench.figure("child-drr, processor seconds a plan: " + name, run.cpu / count)
        bench.row(GROUP, name, run.wall / count, "s", first if name != first else "", best[first].wall / count if name != first else None)
    bytes_each = 600
    floors = {"yajl": lambda: bench.run([bench.tool("floor_parse"), plans]),
              "rules": lambda: bench.run([bench.tool("floor_rules"), CHECKLIST, plans, min(count, 5000)]),
              "store": lambda: (bench.clear("floor.db"), bench.run([bench.tool("floor_store"), plans, bench.path("floor.db"), bytes_each]))[1]}
    best_floors = bench.best(floors, bench.sizes["times"])
    least = {name: run.last() for name, run in best_floors.items()}
    for name, ns in least.items():
        bench.figure("child-drr, floor, ns a plan: " + name, ns)
    stored = best.get("the same, and store, 1 job")
    if len(least) == 3 and stored:
        total = sum(least.values()) / 1e9
        ours = stored.cpu / count
        bench.row(GROUP, "assess, store and print, one core, processor time", ours, "s",
                  "sum of the floors: yajl, Lua without a sandbox, SHA-256 + zstd + SQLite", total, invert=True,
                  note="%.0f + %.0f + %.0f us" % tuple(least[name] / 1e3 for name in ("yajl", "rules", "store")))
