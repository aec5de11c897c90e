#!/bin/sh
# Makes a list of p-codes from a table that OCHA publishes, for checklists/codes/pcodes:
#     sh import-pcodes.sh ALPHA3 TABLE.csv [DEEPEST] > pcodes/ALPHA3.csv
# TABLE.csv is the global list of p-codes (Location, Admin Level, P-Code, Name, Parent P-Code, Valid
# from date), or a country's table of places with a code and a name a level (ADM1_PCODE, ADM1_EN …;
# admin1Pcode, admin1Name_en …; adm1_pcode, adm1_name …). DEEPEST leaves out the levels below it.
# Nothing is written when the table does not hold together; what looks odd is said on stderr.
set -u
if [ $# -lt 2 ] || [ $# -gt 3 ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 64
fi
countries=$(dirname "$0")/countries.csv
made=$(mktemp) || exit 1
trap 'rm -f "$made"' EXIT
LC_ALL=C awk -v alpha3="$1" -v deepest="${3:-9}" -v countries="$countries" '
function fault(what) {
    printf "import-pcodes: %s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
    failed = 1
    exit 1
}
function remark(what) {
    printf "import-pcodes: remark: %s\n", what > "/dev/stderr"
}
# Cells of a CSV line into cell[1…]; a quote that goes on in the next line is refused.
function split_line(line,    n, text, c, quoted, i) {
    sub(/\r$/, "", line)
    n = 1
    text = ""
    quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"" && quoted && substr(line, i + 1, 1) == "\"") { text = text "\""; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { cell[n++] = text; text = "" }
        else text = text c
    }
    if (quoted) fault("a cell goes over several lines")
    cell[n] = text
    return n
}
function trim(text) {
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}
function quoted(text) {
    if (text !~ /[",]/) return text
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}
# A day as YYYY-MM-DD; of other forms only the year first is understood.
function day(text) {
    text = trim(text)
    gsub(/\//, "-", text)
    return match(text, /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]/) ? substr(text, 1, 10) : ""
}
function place(code, level, name, parent, from) {
    code = trim(code); name = trim(name); parent = trim(parent)
    if (code == "" || level > deepest) return
    if (code !~ /^[A-Za-z0-9._-]+$/ || length(code) > 64) fault("\"" code "\" is no code")
    if (index(code, alpha2) != 1 && index(code, alpha3) != 1)
        fault("\"" code "\" begins neither with " alpha2 " nor with " alpha3)
    if (code in levels) {
        if (levels[code] != level || parents[code] != parent || names[code] != name)
            fault("\"" code "\" stands for two places")
        return
    }
    levels[code] = level; names[code] = name; parents[code] = parent; since[code] = from
    count[level]++
}
# Which column holds the code and which the name of a level, and which the day.
function find_columns(n,    i, low, l) {
    for (i = 1; i <= n; i++) {
        low = tolower(trim(cell[i]))
        column[low] = i
        if (match(low, /^(adm|admin)[1-9]_?pcode$/)) {
            l = low; gsub(/[^0-9]/, "", l); code_column[l] = i
        } else if (match(low, /^(adm|admin)[1-9]_?(name)?(_[a-z][a-z])?$/)) {
            l = low; gsub(/[^0-9]/, "", l)
            if (!(l in name_column) || low ~ /_en$/) name_column[l] = i
        }
    }
    long = ("p-code" in column) && ("admin level" in column) && ("location" in column)
    from = column["valid from date"] + 0
    if (!from) from = column["date"] + 0
    if (!from) from = column["validon"] + 0
    if (!from) from = column["valid_on"] + 0
    if (!long && !(1 in code_column)) fault("no column with codes of level 1")
}
BEGIN {
    while ((getline line < countries) > 0) {
        split(line, c, ",")
        if (c[1] == alpha3) alpha2 = c[2]
    }
    if (alpha2 == "" || alpha3 !~ /^[A-Z][A-Z][A-Z]$/) {
        printf "import-pcodes: %s is no country of %s\n", alpha3, countries > "/dev/stderr"
        failed = 1
        exit 1
    }
}
FNR == 1 { sub(/^\357\273\277/, ""); find_columns(split_line($0)); next }
$0 ~ /^"?#/ { next } # a row of HXL tags
$0 == "" || $0 == "\r" { next }
{
    n = split_line($0)
    rows++
    if (long) {
        if (trim(cell[column["location"]]) != alpha3) next
        parent = trim(cell[column["parent p-code"]])
        place(cell[column["p-code"]], trim(cell[column["admin level"]]) + 0, cell[column["name"]],
              parent == alpha3 || parent == alpha2 ? "" : parent, from ? day(cell[from]) : "")
        next
    }
    parent = ""
    for (l = 1; l <= 9 && (l in code_column); l++) {
        place(cell[code_column[l]], l, (l in name_column) ? cell[name_column[l]] : "", parent,
              from ? day(cell[from]) : "")
        parent = trim(cell[code_column[l]])
    }
}
END {
    if (failed) exit 1
    if (!(1 in count)) fault("no place of " alpha3)
    for (code in levels) {
        parent = parents[code]
        if (levels[code] > 1 && (parent == "" || levels[parent] != levels[code] - 1))
            fault("\"" code "\" lies in \"" parent "\", which is no place of the level above")
        sub(/0+$/, "", parent)
        strays += parent != "" && index(code, parent) != 1
        nameless += names[code] == ""
        dateless += since[code] == ""
        print code "," levels[code] "," quoted(names[code]) "," parents[code] "," since[code]
    }
    for (l = 1; l in count; l++) said = said (l > 1 ? ", " : "") count[l] " of level " l
    printf "import-pcodes: %s: %s\n", alpha3, said > "/dev/stderr"
    if (strays) remark(strays " codes do not begin with that of the place that they lie in")
    if (nameless) remark(nameless " places have no name")
    if (dateless) remark(dateless " places have no day from which they hold")
    if (rows % 1000 == 0) remark("exactly " rows " rows: was the table cut off?")
}' "$2" >"$made" || exit 1
echo 'pcode,level,name,parent,valid_from'
LC_ALL=C sort "$made"
