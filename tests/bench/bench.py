"""How fast the program is, as ratios in one run: bench.py BUILD [GROUP...].

Beside the program run others that do one thing only, and what a user would write instead; all of them run the same
rules on the same plans, and their results must agree. The ratios count, not the figures; differences under 8 % mean
nothing. Prints one table and writes BUILD/bench/results.json; report.py makes the page of it. Sizes are variables of the
environment:

  PLANS     plans of the workload beside floors and peers (50 000)      COMPARED  stored for questions (100 000)
  TIMES     runs of each, of which the best counts (3)                  SIZED     plans of child-drr for bytes (10 000)
  GROWN     stored at the end, for growth (COMPARED)                    WORLDS    for statistics (1 000)
  FULL=1    100 000 plans, 1 000 000 compared, 10 000 000 grown: half an hour or more, 20 GB
"""
import importlib
import json
import os
import shutil
import sys
import time

import harness
import machine
import report

GROUPS = ("assess", "steps", "child", "start", "store", "page", "stages", "statistics")


def sizes():
    full = os.environ.get("FULL") == "1"

    def size(name, normal, whole=None):
        return int(os.environ.get(name, whole if full and whole else normal))

    compared = size("COMPARED", 100000, 1000000)
    plans = size("PLANS", 50000, 100000)
    return {"plans": plans, "some": min(plans, 4000), "few": 10, "times": size("TIMES", 3), "starts": 20, "child": size("SOME", 2000),
            "sized": size("SIZED", 10000, 20000), "worlds": size("WORLDS", 1000), "compared": compared,
            "early": min(100000, compared // 10), "grown": max(size("GROWN", compared, 10000000), compared),
            "part": min(20000, compared // 10), "memory": sorted({10000, 100000} | ({1000000} if full else set()))}


def lay_peers(bench):
    """The peers' programs beside their packages, since Node looks for these where a program lies."""
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")
    os.makedirs(bench.peers, exist_ok=True)
    for name in os.listdir(here):
        if name.endswith((".mjs", ".py")):
            shutil.copy(os.path.join(here, name), bench.peers)


def main(build, names):
    bench = harness.Bench(build, sizes())
    began = time.monotonic()
    results = {"machine": machine.facts(bench), "sizes": bench.sizes, "load": [machine.load()]}
    lay_peers(bench)
    try:
        for name in names or GROUPS:
            print("bench: %s" % name, file=sys.stderr, flush=True)
            try:
                importlib.import_module("group_" + name).group(bench)
            except harness.Failed as why:
                bench.lack(name, why)
            results["load"].append(machine.load())
    finally:
        bench.close()
    results.update({"minutes": round((time.monotonic() - began) / 60, 1), "rows": bench.rows, "figures": bench.figures,
                    "missing": bench.missing})
    with open(os.path.join(bench.build, "bench", "results.json"), "w", encoding="utf-8") as out:
        json.dump(results, out, indent=1)
        out.write("\n")
    print(report.table(results))
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(GROUPS):
        sys.exit(__doc__)
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    sys.exit(main(sys.argv[1], sys.argv[2:]))
