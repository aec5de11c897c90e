"""Where instructions go, stage by stage: what stages.sh counts, for the page."""
import os
import re

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
