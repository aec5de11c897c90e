"""Writes the workload's rules for every language: make.py FOLDER. The same on every machine."""
import json
import os
import sys

import make_peers
from criteria import CRITERIA, DOMAINS

# Of each kind: parameters of score, what it needs, and its body, which returns $a, $b and so on.
BANYAN = {
    "threshold": ("_, answer", "", """    local x = answer.value
    if x >= $full then return $a end
    if x >= $half then return $b end
    return $c"""),
    "ratio": ("plan", '\n  needs = { "facts.$have", "facts.$need" },', """    local have, need = plan.facts.$have, plan.facts.$need
    if have >= need then return $a end
    return $b"""),
    "hazards": ("plan, answer", '\n  needs = { "community.hazards" },', """    local x, sum, count = answer.value, 0, 0
    for _, hazard in ipairs(plan.community.hazards) do
      local need = hazard.severity * hazard.likelihood
      if x >= need then sum = sum + 1 else sum = sum + x / need end
      count = count + 1
    end
    return $a"""),
    "veto": ("plan, answer", '\n  needs = { "facts.$open" },', """    if plan.facts.$open > 0 then return $a end
    return $b"""),
}
RULE = """-- $title: a rule of the benchmark.
return {
  id = "$rule", version = 1,
  title = "$title",
  source = "made up for the benchmark [drafted]",$needs
  score = function($parameters)
$body
  end,
  tests = {
$tests
  },
}
"""
# What is returned: bare numbers, as in the other languages; or with a reason and its figures.
BARE = {"threshold": ("1", "0.5", "0"), "ratio": ("1", "have / need"), "hazards": ("sum / count",),
        "veto": ("0", "answer.value / 100")}
SAID = {"threshold": '"{x} % where {full} are asked for", { x = x, full = $full }',
        "ratio": '"{have} of {need} that are needed", { have = have, need = need }',
        "hazards": '"{share} over {count} hazards", { share = percent(sum / count), count = count }',
        "veto": '"{x} %, open cases: {open}", { x = answer.value, open = plan.facts.$open }'}
REASONS = {kind: tuple("credit(%s, %s)" % (credit, SAID[kind]) for credit in credits) for kind, credits in BARE.items()}


def fill(text, c, **more):
    """$name in text by what the criterion, or more, has under it."""
    for name, value in sorted({**c.constants(), **more}.items(), key=lambda item: -len(item[0])):
        text = text.replace("$" + name, str(value))
    return text


def banyan_tests(c):
    if c.kind == "threshold":
        rows = [("full", "{}", c.full, 1), ("just below", "{}", c.full - 1, 0.5), ("half", "{}", c.half, 0.5),
                ("less", "{}", c.half - 1, 0)]
    elif c.kind == "ratio":
        facts = "{ facts = { $have = %d, $need = 20 } }"
        rows = [("enough", facts % 20, None, 1), ("half of it", facts % 10, None, 0.5)]
    elif c.kind == "hazards":
        plan = '{ community = { hazards = { { type = "EQ", severity = 5, likelihood = 4 }, { type = "LS", severity = 1, likelihood = 5 } } } }'
        rows = [("enough for all", plan, 20, 1), ("half for one", plan, 10, 0.75)]
    else:
        facts = "{ facts = { $open = %d } }"
        rows = [("no open case", facts % 0, 50, 0.5), ("an open case", facts % 1, 50, 0)]
    return "\n".join('    { name = "%s", plan = %s,%s expect = { credit = %s } },' % (
        name, fill(plan, c), "" if answer is None else " answer = %d," % answer, credit) for name, plan, answer, credit in rows)


def banyan_rule(c, returns):
    parameters, needs, body = BANYAN[c.kind]
    for name, text in zip("abc", returns[c.kind]):
        body = body.replace("$" + name + " ", text + " ").replace("$" + name + "\n", text + "\n")
        body = body[:-2] + text if body.endswith("$" + name) else body
    whole = RULE.replace("$needs", needs).replace("$parameters", parameters).replace("$body", body)
    return fill(whole, c, tests=banyan_tests(c))


def checklist():
    answers = {"threshold": {"type": "percent"}, "ratio": {"type": "none"}, "veto": {"type": "percent"},
               "hazards": {"type": "number", "unit": "teams", "min": 0, "max": 25}}
    source = [{"title": "Made up for the benchmark", "status": "drafted"}]
    nodes = [{"id": "D%d" % d, "title": "Domain %d" % d,
              "criteria": [{"id": c.id, "title": c.title, "question": "How much is there?", "answer": answers[c.kind],
                            "rule": c.rule, "source": source} for c in CRITERIA if c.domain == d]} for d in range(DOMAINS)]
    return {"banyan": 1, "id": "bench-80", "version": "1.0.0", "title": "Workload of the benchmark", "language": "en",
            "bands": [{"id": "A", "from": 0.8}, {"id": "B", "from": 0.5}, {"id": "C", "from": 0}], "nodes": nodes}


PLAIN = {
    "threshold": "function(x) if x >= $full then return 1 end if x >= $half then return 0.5 end return 0 end",
    "ratio": "function(have, need) if have >= need then return 1 end return have / need end",
    "hazards": """function(x, hazards)
    local sum, count = 0, 0
    for _, hazard in ipairs(hazards) do
      local need = hazard.severity * hazard.likelihood
      if x >= need then sum = sum + 1 else sum = sum + x / need end
      count = count + 1
    end
    return sum / count
  end""",
    "veto": "function(x, open) if open > 0 then return 0 end return x / 100 end",
}
C_RULES = {
    "threshold": "return p->answer[$number] >= $full ? 1 : p->answer[$number] >= $half ? 0.5 : 0;",
    "ratio": "return p->have[$number] >= p->need[$number] ? 1 : p->have[$number] / p->need[$number];",
    "hazards": """double sum = 0;
    for (int i = 0; i < p->hazards; i++) {
        double need = p->severity[i] * p->likelihood[i];
        sum += p->answer[$number] >= need ? 1 : p->answer[$number] / need;
    }
    return sum / p->hazards;""",
    "veto": "return p->open[$number] > 0 ? 0 : p->answer[$number] / 100;",
}


def c_rules():
    out = ["/* Made by tests/bench/workload/make.py. */", '#include "workload.h"', ""]
    for c in CRITERIA:
        out.append("static double rule_%02d(const struct wplan *p)\n{\n    %s\n}" % (c.number, fill(C_RULES[c.kind], c)))
    out.append("double (*const workload_rules[WORKLOAD_COUNT])(const struct wplan *) = {")
    out.append("    %s};" % ", ".join("rule_%02d" % c.number for c in CRITERIA))
    return "\n".join(out) + "\n"


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)


def main(folder):
    write(folder, "checklist.json", json.dumps(checklist(), indent=1) + "\n")
    for c in CRITERIA:
        write(folder, "rules/%s.lua" % c.rule, banyan_rule(c, BARE))
        write(folder, "reasons/%s.lua" % c.rule, banyan_rule(c, REASONS))
    write(folder, "plain.lua", "return {\n%s}\n" % "".join("  %s,\n" % fill(PLAIN[c.kind], c) for c in CRITERIA))
    write(folder, "rules.c", c_rules())
    for name, text in make_peers.files(fill):
        write(folder, name, text)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("make.py FOLDER")
    main(sys.argv[1])
