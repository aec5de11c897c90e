"""The workload's rules for the peers: JavaScript, Python, json-rules-engine, zen-engine, OVAL with XCCDF."""
import json

from criteria import COUNT, CRITERIA

JS = {
    "threshold": "p => { const x = p.answers.$id; return x >= $full ? 1 : x >= $half ? 0.5 : 0; }",
    "ratio": "p => { const have = p.facts.$have, need = p.facts.$need; return have >= need ? 1 : have / need; }",
    "hazards": """p => {
    const x = p.answers.$id;
    let sum = 0, count = 0;
    for (const hazard of p.community.hazards) {
      const need = hazard.severity * hazard.likelihood;
      sum += x >= need ? 1 : x / need;
      count++;
    }
    return sum / count;
  }""",
    "veto": "p => p.facts.$open > 0 ? 0 : p.answers.$id / 100",
}
PYTHON = {
    "threshold": """    x = p["answers"]["$id"]
    return 1 if x >= $full else 0.5 if x >= $half else 0""",
    "ratio": """    have, need = p["facts"]["$have"], p["facts"]["$need"]
    return 1 if have >= need else have / need""",
    "hazards": """    x, total, count = p["answers"]["$id"], 0, 0
    for hazard in p["community"]["hazards"]:
        need = hazard["severity"] * hazard["likelihood"]
        total += 1 if x >= need else x / need
        count += 1
    return total / count""",
    "veto": """    return 0 if p["facts"]["$open"] > 0 else p["answers"]["$id"] / 100""",
}
# zen-engine has expressions of its own.
ZEN = {
    "threshold": "answers.$id >= $full ? 1 : answers.$id >= $half ? 0.5 : 0",
    "ratio": "facts.$have >= facts.$need ? 1 : facts.$have / facts.$need",
    "hazards": "sum(map(community.hazards, answers.$id >= #.severity * #.likelihood ? 1 : answers.$id / (#.severity * #.likelihood)))"
               " / len(community.hazards)",
    "veto": "facts.$open > 0 ? 0 : answers.$id / 100",
}
# OVAL says true or false: true where the credit is 1. The plan is an XML file there.
XPATH = {
    "threshold": "/plan[@$id &gt;= $full]/@id",
    "ratio": "/plan[@$have &gt;= @$need]/@id",
    "hazards": "/plan[not(hazard[@severity * @likelihood &gt; ../@$id])]/@id",
    "veto": "/plan[@$open = 0 and @$id = 100]/@id",
}


def json_rules(fill):
    """One rule a criterion: a condition, and the credit as a fact that is computed when it is asked for."""
    conditions = {"threshold": lambda c: (c.id, "greaterThanInclusive", c.half), "ratio": lambda c: (c.have, "greaterThan", 0),
                  "hazards": lambda c: (c.id, "greaterThan", 0), "veto": lambda c: (c.open, "equal", 0)}
    rules = []
    for c in CRITERIA:
        fact, operator, value = conditions[c.kind](c)
        rules.append({"conditions": {"all": [{"fact": fact, "operator": operator, "value": value}]},
                      "event": {"type": c.id, "params": {"number": c.number, "credit": {"fact": "credit%02d" % c.number}}}})
    return json.dumps(rules, indent=1) + "\n"


def zen(fill):
    """One graph: the plan comes in, one node computes all credits, they go out."""
    node = {"id": "credits", "name": "credits", "type": "expressionNode", "content": {"expressions": [
        {"id": c.id, "key": c.id, "value": fill(ZEN[c.kind], c)} for c in CRITERIA]}}
    graph = {"contentType": "application/vnd.gorules.decision",
             "nodes": [{"id": "in", "name": "in", "type": "inputNode"}, node, {"id": "out", "name": "out", "type": "outputNode"}],
             "edges": [{"id": "e1", "type": "edge", "sourceId": "in", "targetId": "credits"},
                       {"id": "e2", "type": "edge", "sourceId": "credits", "targetId": "out"}]}
    return json.dumps(graph, indent=1) + "\n"


def oval(fill):
    independent = "http://oval.mitre.org/XMLSchema/oval-definitions-5#independent"
    out = ["""<?xml version="1.0" encoding="UTF-8"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5">
<generator><oval:product_name>banyan-bench</oval:product_name><oval:schema_version>5.11</oval:schema_version>
<oval:timestamp>2026-01-01T00:00:00</oval:timestamp></generator>
<definitions>"""]
    for c in CRITERIA:
        out.append('<definition id="oval:banyan:def:%d" version="1" class="compliance"><metadata><title>%s</title>'
                   '<description>%s</description></metadata><criteria><criterion test_ref="oval:banyan:tst:%d"/></criteria></definition>'
                   % (c.number + 1, c.title, c.title, c.number + 1))
    out.append("</definitions>\n<tests>")
    for c in CRITERIA:
        out.append('<xmlfilecontent_test xmlns="%s" id="oval:banyan:tst:%d" version="1" comment="%s" check="all" '
                   'check_existence="at_least_one_exists"><object object_ref="oval:banyan:obj:%d"/></xmlfilecontent_test>'
                   % (independent, c.number + 1, c.title, c.number + 1))
    out.append("</tests>\n<objects>")
    for c in CRITERIA:
        out.append('<xmlfilecontent_object xmlns="%s" id="oval:banyan:obj:%d" version="1"><filepath>@PLAN@</filepath>'
                   '<xpath>%s</xpath></xmlfilecontent_object>' % (independent, c.number + 1, fill(XPATH[c.kind], c)))
    out.append("""</objects>
</oval_definitions>""")
    return "\n".join(out) + "\n"


def xccdf(fill):
    out = ["""<?xml version="1.0" encoding="UTF-8"?>
<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_banyan_benchmark_workload" resolved="1">
<status date="2026-01-01">draft</status><title>Workload</title><description>Eighty rules.</description><version>1</version>"""]
    for c in CRITERIA:
        out.append('<Rule id="xccdf_banyan_rule_%s" selected="true" weight="1.0"><title>%s</title>'
                   '<check system="http://oval.mitre.org/XMLSchema/oval-definitions-5">'
                   '<check-content-ref href="oval.xml" name="oval:banyan:def:%d"/></check></Rule>' % (c.id, c.title, c.number + 1))
    out.append("</Benchmark>")
    return "\n".join(out) + "\n"


def files(fill):
    assert len(CRITERIA) == COUNT
    yield "rules.mjs", "export default [\n%s];\n" % "".join("  %s,\n" % fill(JS[c.kind], c) for c in CRITERIA)
    yield "workload_rules.py", "%s\n\n\nRULES = [%s]\n" % (
        "\n\n\n".join("def %s(p):\n%s" % (c.id.lower(), fill(PYTHON[c.kind], c)) for c in CRITERIA),
        ", ".join(c.id.lower() for c in CRITERIA))
    yield "json-rules.json", json_rules(fill)
    yield "zen.json", zen(fill)
    yield "oval/oval.xml", oval(fill)
    yield "oval/xccdf.xml", xccdf(fill)
