"""openscap.py WORKLOAD PLANS FOLDER: OpenSCAP, a process a plan, which says of each rule whether it is met in full. Prints
seconds and processor seconds of its processes, and how many rules were met, by a check sum of its own."""
import json
import os
import re
import resource
import subprocess
import sys
import time


def as_xml(p):
    attributes = {**p["facts"], **p["answers"], "id": p["plan"]["id"]}
    return "<plan %s>%s</plan>\n" % (" ".join('%s="%s"' % item for item in attributes.items()), "".join(
        '<hazard severity="%d" likelihood="%d"/>' % (h["severity"], h["likelihood"]) for h in p["community"]["hazards"]))


def main(workload, file, folder):
    plan, results, benchmark = (os.path.join(folder, name) for name in ("plan.xml", "results.xml", "xccdf.xml"))
    for name in ("oval.xml", "xccdf.xml"):
        with open(os.path.join(workload, "oval", name), encoding="utf-8") as text, \
                open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text.read().replace("@PLAN@", os.path.realpath(plan)))
    plans = check = 0
    spent = 0.0
    for line in open(file, encoding="utf-8"):
        with open(plan, "w", encoding="utf-8") as out:
            out.write(as_xml(json.loads(line)))
        start = time.monotonic()
        done = subprocess.run(["oscap", "xccdf", "eval", "--results", results, benchmark], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
        spent += time.monotonic() - start
        if done.returncode not in (0, 2):
            sys.exit("oscap: " + done.stderr)
        with open(results, encoding="utf-8") as text:
            said = re.findall(r'<rule-result[^>]*idref="xccdf_banyan_rule_C(\d\d)".*?<result>(\w+)</result>', text.read(), re.S)
        if len(said) != 80 or any(word not in ("pass", "fail") for _, word in said):
            sys.exit("oscap: a rule has no result")
        check += sum(int(number) + 1 for number, word in said if word == "pass")
        plans += 1
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print("plans %d\nmet %d\nseconds %.6f\ncpu %.6f\nrss %d" % (plans, check, spent, used.ru_utime + used.ru_stime, used.ru_maxrss))


main(*sys.argv[1:])
