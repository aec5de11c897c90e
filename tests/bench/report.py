"""What the benchmark measured, for people: a table for the terminal, and docs/performance.md with its drawing.

  report.py RESULTS.json          keeps the results as docs/performance.json, writes the tables of docs/performance.md and
                                  docs/performance.svg from them
  report.py --least RESULTS.json  keeps what the least program would reach alone, as docs/performance-least.json (a whole run does, too)
  report.py --check               whether page and drawing are what the two files give
"""
import json
import os
import re
import sys

import drawing
import missed

DOCS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs")
KEPT, PAGE, DRAWING = (os.path.join(DOCS, "performance." + end) for end in ("json", "md", "svg"))
KEPT_LEAST = os.path.join(DOCS, "performance-least.json")
TITLES = {"assess": "The whole way: 80 criteria, plans of 2.3 kB, NDJSON to committed store", "steps": "Step by step, processor time",
          "child-drr": "The shipped checklist: 119 criteria, plans of 24 kB", "start": "Start and memory", "least": "What the least program would reach",
          "store": "Many stored: growth, bytes, questions", "page": "A page; verify and rescore"}


def figure(value, unit):
    """With three digits that count, in a unit that people read."""
    if value is None:
        return ""
    steps = {"s": ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
             "B": ((1e6, "MB"), (1e3, "kB"), (1, "B"))}.get(unit, ((1, unit),))
    for factor, name in steps:
        if abs(value) >= factor or factor == steps[-1][0]:
            x = value / factor
            digits = 0 if abs(x) >= 100 else 1 if abs(x) >= 10 else 2
            return ("%.*f %s" % (digits, x, name)).strip()
    return ""


def ratio(value):
    return "" if value is None else "%.0f" % value if value >= 100 else "%.1f" % value if value >= 10 else \
        "%.2f" % value if value >= 0.1 else "%.3f" % value


def goal(row):
    if row["goal"] is None:
        return ""
    sign = {">=": "≥", "<=": "≤"}[row["better"]]
    return "%s %s" % (sign, ratio(row["goal"]) if row["on"] == "ratio" else figure(row["goal"], row["unit"]))


def judged(row):
    """The number that is held against the goal, and the goal."""
    return "%s, goal %s" % (ratio(row["ratio"]) if row["on"] == "ratio" else figure(row["value"], row["unit"]), goal(row))


def verdict(row):
    if row["goal"] is None or row["missing"]:
        return "missing" if row["missing"] else ""
    return "reached" if row["reached"] else "missed"


def cells(row):
    return [row["what"], figure(row["value"], row["unit"]), row["against"], figure(row["other"], row["unit"]), ratio(row["ratio"]),
            goal(row), verdict(row), row["note"]]


HEAD = ["what", "ours", "against", "theirs", "ratio", "goal", "", "note"]


def grouped(results):
    groups = {}
    for row in results["rows"]:
        groups.setdefault(row["group"], []).append(cells(row))
    return groups


def summary(results):
    told = [verdict(row) for row in results["rows"] if row["goal"] is not None]
    return "%d goals reached, %d missed, %d missing" % tuple(told.count(word) for word in ("reached", "missed", "missing"))


def about(results):
    m = results["machine"]
    return "%s processors (%s), %.0f GB, %s, %s below the stores; load %s" % (
        m["processors"], m["processor"], (m["memory"] or 0) / 2**30, m["system"], m["file system"],
        "–".join(str(x) for x in (min(results["load"]), max(results["load"]))))


def table(results):
    out = [about(results)]
    for group, rows in grouped(results).items():
        rows = [HEAD] + rows
        widths = [min(max(len(row[i]) for row in rows), 66 if i == 0 else 48) for i in range(len(HEAD))]
        out.append("\n" + TITLES.get(group, group))
        for row in rows:
            out.append("  ".join(cell.rjust(width) if i in (1, 3, 4, 5) else cell.ljust(width)
                                 for i, (cell, width) in enumerate(zip(row, widths))).rstrip())
    if results["missing"]:
        out.append("\nmissing:")
        out += ["  %s: %s" % item for item in results["missing"].items()]
    out.append("\n%s; %s minutes" % (summary(results), results["minutes"]))
    return "\n".join(out)


def markdown_row(row):
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def markdown(results, group):
    rows = grouped(results).get(group, [])
    return "\n".join(["", markdown_row(HEAD), "|---|--:|---|--:|--:|--:|---|---|"] + [markdown_row(row) for row in rows] + [""])


def markdown_stages(results):
    """Instructions a plan, in thousands, and their share."""
    stages = results["figures"].get("stages", {})
    out = ["", "| stage | workload | | child-drr | |", "|---|--:|--:|--:|--:|"]
    for name, counts in stages.items():
        row = ["&nbsp;" * counts["indent"] + name]
        for kind in ("workload", "child-drr"):
            count, whole = counts.get(kind), next(iter(stages.values())).get(kind)
            row += ["", ""] if count is None else [format(round(count / 1e3), ",").replace(",", " "), "%.0f %%" % (100 * count / whole)]
        out.append(markdown_row(row))
    shares = results["figures"].get("time by library", {})
    if shares:
        named = ", ".join("%s %.0f %%" % (re.sub(r"\.so.*|^\[|\]$|\.kallsyms\]", "", name), share) for name, share in shares.items() if share >= 1)
        out += ["", "Processor time of the workload by library, as perf samples it: %s." % named]
    return "\n".join(out + [""])


def markdown_missed(results):
    """Each goal that is missed, by how much, and why; reasons that hold for several stand once."""
    out, told = ["", "| goal | is | by | why, and what would reach it |", "|---|--:|--:|---|"], set()
    for row in results["rows"]:
        if row["goal"] is None or verdict(row) != "missed":
            continue
        is_now = row["ratio"] if row["on"] == "ratio" else row["value"]
        by = row["goal"] / is_now if row["better"] == ">=" else is_now / row["goal"]
        name = row["what"] if row["on"] != "ratio" or row["what"].startswith("against") else "%s / %s" % (row["what"], row["against"])
        text = missed.why(row["what"])
        out.append(markdown_row(["%s %s" % (name, goal(row)), ratio(is_now) if row["on"] == "ratio" else figure(is_now, row["unit"]),
                                 "%s ×" % ratio(by), "as above" if text in told else text]))
        told.add(text)
    return "\n".join(out + [""])


def keep_least(results):
    """The rows of the least program, and where and when they were measured."""
    kept = {name: results[name] for name in ("machine", "sizes", "load", "minutes")}
    kept["rows"] = [row for row in results["rows"] if row["group"] == "least"]
    kept["ours"] = next(row["value"] for row in results["rows"] if row["group"] == "assess")
    return kept


def markdown_least(least):
    out = ["", "Measured on %s: %s. %s plans, the best of %s; ours took %s there." % (
        least["machine"]["date"], about(least), least["sizes"]["plans"], least["sizes"]["times"], figure(least["ours"], "s")),
           "", "| goal, as above | the least | against | theirs | ratio | what the goal asks for |", "|---|--:|---|--:|--:|---|"]
    out += [markdown_row(cells(row)[:5] + [row["note"].replace(" us", " µs")]) for row in least["rows"]]
    return "\n".join(out + [""])


def markdown_about(results):
    versions = ", ".join("%s %s" % (name, version) for name, version in results["machine"]["versions"].items() if version)
    s = results["sizes"]
    return ("\nMeasured on %s: %s. %s plans beside floors and peers, the best of %s; %s stored for questions; %s minutes in all. Versions: %s.\n\n"
            "**%s.**\n" % (results["machine"]["date"], about(results), s["plans"], s["times"], s["compared"], results["minutes"], versions,
                           summary(results)))


def page(results, least, text):
    """The page with what stands between its markers made anew."""
    def made(match):
        name = match.group(1)
        if name == "least":
            return "<!-- table: least -->\n%s\n<!-- end -->" % markdown_least(least).strip("\n")
        body = {"about": markdown_about, "stages": markdown_stages, "missed": markdown_missed}.get(name, lambda all: markdown(all, name))(results)
        return "<!-- table: %s -->%s<!-- end -->" % (name, "\n" + body.strip("\n") + "\n")
    return re.sub(r"<!-- table: ([a-z-]+) -->.*?<!-- end -->", made, text, flags=re.S)


def read(path):
    with open(path, encoding="utf-8") as text:
        return text.read()


def dump(results):
    return json.dumps(results, indent=1) + "\n"


def main(arguments):
    check, part = arguments == ["--check"], arguments[0] == "--least"
    given = None if check else json.loads(read(arguments[-1]))
    results = json.loads(read(KEPT)) if check or part else given
    least = keep_least(given) if given and any(row["group"] == "least" for row in given["rows"]) else json.loads(read(KEPT_LEAST))
    made = {PAGE: page(results, least, read(PAGE)), DRAWING: drawing.draw(results, judged)}
    if check:
        late = [os.path.basename(path) for path, text in made.items() if not os.path.exists(path) or read(path) != text]
        for name in late:
            print("docs/%s is not what docs/performance.json gives: run tests/bench/report.py docs/performance.json" % name)
        return 1 if late else 0
    made.update({KEPT: dump(results), KEPT_LEAST: dump(least)})
    for path, text in made.items():
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or (len(sys.argv) == 3) != (sys.argv[1] == "--least"):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
