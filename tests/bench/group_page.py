"""An assessment as a page, and what goes over stored ones again."""
import group_start

GROUP = "page"


def page(bench):
    """119 findings as HTML: bytes, and what it takes beside showing the same as text."""
    goal = {"goal": 100e3, "better": "<="}
    bench.clear("page.db")
    plan = group_start.child_drr(bench, 1, "page")
    bench.run([bench.program, "--store", bench.path("page.db"), "--quiet", "assess", plan], codes=(0, 3))
    ids = bench.run(["sqlite3", "-readonly", bench.path("page.db"), "SELECT lower(hex(id)) FROM assessment"]).out.strip()
    show = [bench.program, "--store", bench.path("page.db"), "show",
            "-".join((ids[:8], ids[8:12], ids[12:16], ids[16:20], ids[20:]))]
    best = bench.best({"page": lambda: bench.run(show + ["--format", "html"]), "start": lambda: bench.run([bench.program, "version"])},
                      bench.sizes["starts"])
    if "page" not in best:
        bench.row(GROUP, "an assessment of 119 findings as a page", unit="B", **goal)
        bench.row(GROUP, "rendering it: time beside program start", goal=0.005, better="<=")
        return
    size = bench.figure("page: bytes", len(best["page"].out.encode()))
    bench.row(GROUP, "an assessment of 119 findings as a page", size, "B", **goal)
    more = bench.figure("page: seconds beside program start", best["page"].wall - best["start"].wall)
    bench.row(GROUP, "rendering it: time beside program start", more, "s", goal=0.005, better="<=",
              note="reading store and checklist included; processor time %.1f ms" % ((best["page"].cpu - best["start"].cpu) * 1e3))


def again(bench):
    """verify and rescore over the workload, each beside assess with the same rules and as many plans."""
    count = bench.sizes["plans"]
    plans = bench.plans(count)
    bench.clear("again.db")
    bench.clear("reasons.db")
    assess = {"verify": bench.assess("again.db", plans, "--jobs", "2"),
              "rescore": bench.assess("reasons.db", plans, "--jobs", "2", rules="reasons")}
    for command, goal in (("verify", 0.7), ("rescore", 0.8)):  # in this order: rescore stores as many again
        what = "%s, %d stored, against assess" % (command, count)
        other = assess[command]
        if not bench.has(command):
            bench.row(GROUP, what, against="assess", other=other.wall / count, goal=goal, better=">=")
            continue
        options = ["--no-isolate", "--jobs", "2"]
        if command == "rescore":
            options += ["--to", bench.workload + "/checklist.json", "--rules", bench.workload + "/reasons"]
        best = bench.best({command: lambda: bench.run([bench.program, "--store", bench.path("again.db"), "--quiet", command] + options,
                                                      codes=(0, 3), keep=False)}, 1)
        if command not in best:
            bench.row(GROUP, what, against="assess", other=other.wall / count, goal=goal, better=">=")
            continue
        ours = bench.figure(command + ": seconds a plan", best[command].wall / count)
        bench.row(GROUP, what, ours, "s", "assess, 2 jobs", other.wall / count, goal, ">=", invert=True,
                  note="by processor time %.2f" % (other.cpu / best[command].cpu))
    bench.clear("again.db")
    bench.clear("reasons.db")


def group(bench):
    page(bench)
    again(bench)
