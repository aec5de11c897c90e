"""Where instructions go, stage by stage, as stages.sh counts them; where there is perf, time by library, too."""
import os
import re

import harness

GROUP = "stages"


def group(bench):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stages.sh")
    stages = {}
    for name, options in (("workload", ["workload"]), ("child-drr", [])):
        for line in bench.run(["bash", script, os.path.relpath(bench.build), *options], environment={"FORMAT": "text"}).out.splitlines():
            found = re.match(r"( *)(.*?) +(\d+) +(-?[\d.]+) %$", line)
            if found:
                stages.setdefault(found.group(2), {"indent": len(found.group(1))})[name] = int(found.group(3))
    bench.figure("stages", stages)
    try:
        bench.figure("time by library", libraries(bench))
    except (harness.Failed, OSError) as why:
        bench.lack("perf", why)


def libraries(bench):
    """Percent of the processor time of assess into a store, one job, the workload."""
    data = bench.path("perf.data")
    bench.clear("perf.db")
    bench.run(["perf", "record", "-q", "-o", data, bench.program, "--store", bench.path("perf.db"), "--quiet", "assess", "--no-isolate",
               "--jobs", "1", "--checklist", bench.workload + "/checklist.json", "--rules", bench.workload + "/rules",
               bench.plans(20000)], codes=(0, 3), keep=False)
    said = bench.run(["perf", "report", "-i", data, "--no-children", "--sort", "dso", "--stdio", "-g", "none"]).out
    return {name: float(share) for share, name in re.findall(r"^ +([\d.]+)% +(\S+) *$", said, re.M)}
