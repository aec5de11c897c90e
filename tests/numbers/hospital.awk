# From the sheet of the Hospital Safety Index to a checklist, or to the plan that answers it.
#
#   awk -v credits="0.25, 0.5, 1" -v vertical=1,1,1 -v want=checklist -f hospital.awk sheet.csv
#
# A module is a node. Its items of low, of average and of high safety are a criterion each, which weighs what these
# items weigh together, in hundredths of a percent. CREDITS are those of the three ratings.
BEGIN {
    FS = ","
    split(vertical, module_weight, ",")
    split("low,average,high", rating, ",")
}
FNR > 1 {
    module = ""
    for (i = 1; i <= 3; i++) {
        id = $1 "-" rating[i]
        module = module (i > 1 ? ",\n" : "") sprintf("{\"id\": \"%s\", \"title\": \"%s\", \"weight\": %d, ", id, id,
            $(i + 1) * 100 + 0.5) \
            "\"answer\": {\"type\": \"level\", \"levels\": [\"low\", \"average\", \"high\"]}, " \
            "\"rule\": \"standard/level\", \"args\": {\"credits\": [" credits "]}}"
        answers = answers (answers == "" ? "" : ", ") "\"" id "\": " (i - 1)
    }
    nodes = nodes (nodes == "" ? "" : ",\n") sprintf("{\"id\": \"%s\", \"title\": \"%s\", \"weight\": %d,\n", $1, $1,
        module_weight[FNR - 1]) "\"criteria\": [" module "]}"
}
END {
    if (want == "checklist") {
        print "{\"banyan\": 1, \"id\": \"hospital\", \"version\": \"1.0.0\", \"title\": \"Hospital Safety Index\","
        print "\"bands\": [{\"id\": \"A\", \"from\": 0.66}, " \
            "{\"id\": \"B\", \"from\": 0.36}, {\"id\": \"C\", \"from\": 0}],"
        print "\"nodes\": [" nodes "]}"
    } else {
        print "{\"banyan\": 1, \"plan\": {\"id\": \"hospital\", \"title\": \"One hospital\"},"
        print "\"community\": {\"country\": \"NPL\", \"name\": \"One hospital\"},"
        print "\"assessment\": {\"round\": \"2015\", \"date\": \"2015-01-01\"}, \"answers\": {" answers "}}"
    }
}
