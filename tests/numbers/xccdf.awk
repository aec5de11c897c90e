# From an XCCDF benchmark and its results to a checklist and a plan that must have the same score.
#
#   awk -v tree=b00 -v shape=SHAPE -v want=checklist -f xccdf.awk rules_and_results.csv b00-xccdf.xml
#   awk -v tree=b00 -v shape=SHAPE -v want=plan -f xccdf.awk rules_and_results.csv b00-xccdf.xml
#
# SHAPE: default (the tree), flat (all rules beside each other), unweighted (the same, all weigh 1).
# A rule becomes a criterion, yes or no; a group becomes a node. Our weights are whole numbers from 1, so:
#   - all are doubled (there are halves);
#   - a rule of weight 0 is left out of a weighted shape;
#   - a group in which nothing has a weight but something counts is 0 of its own weight in OpenSCAP: such a
#     group becomes a criterion that is not met.
# pass and fixed are met; fail, unknown and error are not; the rest does not apply. Which of these it is stands
# in the plan: the engine itself takes what does not apply out of the tree.

function die(message) { print FILENAME ":" FNR ": " message >"/dev/stderr"; broken = 1; exit 1 }
function attribute(name, value) {
    if (!match($0, " " name "=\"[^\"]*\"")) return value
    return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
}
function add(kind) { # an item below the open group
    id[++count] = attribute("id"); weight[count] = attribute("weight", "1") * 2
    if (weight[count] != int(weight[count])) die("a weight that is no half: " $0)
    is[count] = kind
    parent[count] = open[depth]
}
function result(i) { return role[id[i]] == "unscored" ? "unscored" : outcome[id[i]] }
function is_met(i) { return result(i) ~ /^(pass|fixed)$/ }
function counts(i,    k) { # does it have a say, whatever its weight?
    if (is[i] == "rule") return result(i) ~ /^(pass|fixed|fail|unknown|error)$/
    for (k = i + 1; k <= count; k++) if (parent[k] == i && counts(k)) return 1
    return 0
}
function is_weightless(i,    k) { # a group that has a say, none of it with a weight
    if (is[i] == "rule" || !counts(i)) return 0
    for (k = i + 1; k <= count; k++) if (parent[k] == i && weight[k] > 0 && counts(k)) return 0
    return 1
}
function is_leaf(i) { return is[i] == "rule" || is_weightless(i) }
function is_kept(i,    k) { # has it a place in the checklist?
    if (weight[i] == 0 && shape != "unweighted") return 0
    if (is_leaf(i)) return 1
    for (k = i + 1; k <= count; k++) if (parent[k] == i && is_kept(k)) return 1
    return 0
}

FNR == 1 { file++ }
file == 1 && $0 ~ "^" tree "," { split($0, cell, ","); outcome[cell[3]] = cell[8]; role[cell[3]] = cell[10] }
file == 2 && /^<Group / { add("group"); open[++depth] = count }
file == 2 && /^<\/Group>/ { depth-- }
file == 2 && /^<Rule / { add("rule"); if (!(id[count] in outcome)) die("no result of " id[count]) }

function criterion(i) {
    return sprintf("{\"id\": \"%s\", \"title\": \"%s\", \"weight\": %d, " \
        "\"answer\": {\"type\": \"yes_no\"}, \"rule\": \"standard/yes_no\"}",
        id[i], id[i], shape == "unweighted" ? 1 : weight[i])
}
function members(group,    k, criteria, nodes) { # "criteria": […], "nodes": […]
    for (k = group + 1; k <= count; k++) {
        if (shape == "default" ? parent[k] != group || !is_kept(k) : is[k] != "rule" || !is_kept(k)) continue
        if (is_leaf(k)) criteria = criteria (criteria == "" ? "" : ",\n") criterion(k)
        else nodes = nodes (nodes == "" ? "" : ",\n") sprintf("{\"id\": \"%s\", \"title\": \"%s\", \"weight\": %d, %s}",
            id[k], id[k], weight[k], members(k))
    }
    return (criteria == "" ? "" : "\"criteria\": [" criteria "]") (criteria == "" || nodes == "" ? "" : ", ") \
        (nodes == "" ? "" : "\"nodes\": [" nodes "]")
}
function answer(i) {
    if (counts(i)) return is[i] == "rule" && is_met(i) ? "true" : "false"
    return "{\"state\": \"not_applicable\", \"reason\": \"" result(i) "\"}"
}
function is_reached(i) { # a leaf of the checklist, and no member of a group that became one
    if (shape != "default") return is[i] == "rule" && is_kept(i)
    if (!is_leaf(i) || !is_kept(i)) return 0
    for (i = parent[i]; i > 0; i = parent[i]) if (is_weightless(i) || weight[i] == 0) return 0
    return 1
}
END {
    if (broken) exit 1
    if (count == 0) die("no group and no rule")
    if (want == "checklist") {
        printf "{\"banyan\": 1, \"id\": \"%s\", \"version\": \"1.0.0\", \"title\": \"%s, %s\",\n", tree, tree, shape
        print members(0) "}"
        exit
    }
    printf "{\"banyan\": 1, \"plan\": {\"id\": \"%s\", \"title\": \"%s\"},\n", tree, tree
    printf "\"community\": {\"country\": \"NPL\", \"name\": \"%s\"},\n", tree
    printf "\"assessment\": {\"round\": \"2026\", \"date\": \"2026-01-01\"},\n\"answers\": {"
    for (i = 1; i <= count; i++) if (is_reached(i)) printf "%s\"%s\": %s", comma++ ? ",\n" : "", id[i], answer(i)
    print "}}"
}
