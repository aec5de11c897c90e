# Turns the code lists into the C tables behind codes.h, and refuses lists that do not fit together:
# LC_ALL=C awk -f src/model/codes.awk checklists/codes/countries.csv … > build/codes_tables.c
# The files come in the order in which they refer to each other.

# Cells of a CSV line (RFC 4180, one line a row) into cell[1…].
function split_line(line,    n, text, c, quoted, i) {
    n = 1
    text = ""
    quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"" && quoted && substr(line, i + 1, 1) == "\"") {
            text = text "\""
            i++
        } else if (c == "\"") {
            quoted = !quoted
        } else if (c == "," && !quoted) {
            cell[n++] = text
            text = ""
        } else {
            text = text c
        }
    }
    cell[n] = text
    return n
}

function fault(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
    failed = 1
    exit 1
}

# A cell as a C string; an empty one as NULL.
function c_text(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return text == "" ? "NULL" : "\"" text "\""
}

# Keys rise, so that they are unique and can be searched.
function rising(key) {
    if (FNR > 2 && key <= last) fault(key " does not come after " last)
    last = key
}

function begin(name) {
    sub(/.*\//, "", name)
    sub(/\.csv$/, "", name)
    table = name
    count[name] = 0
    rows[name] = ""
}

function row(text) {
    rows[table] = rows[table] "    {" text "},\n"
    count[table]++
}

FNR == 1 {
    begin(FILENAME)
    width = split_line($0)
    next
}

{
    sub(/\r$/, "")
    if (split_line($0) != width) fault("has not " width " cells")
}

table == "countries" {
    rising(cell[1])
    if (cell[1] !~ /^[A-Z][A-Z][A-Z]$/ || cell[2] !~ /^[A-Z][A-Z]$/ || cell[3] !~ /^[0-9][0-9][0-9]$/)
        fault("is no row of ISO 3166-1")
    if (cell[2] in alpha2 || cell[3] in numeric) fault("the code of two countries")
    alpha2[cell[2]] = numeric[cell[3]] = 1
    country[cell[1]] = 1
    row(c_text(cell[1]) ", " c_text(cell[2]) ", " c_text(cell[3]) ", " c_text(cell[4]) ", " c_text(cell[5]))
}

table == "schemes" {
    rising(cell[1])
    scheme[cell[1]] = 1
    row(c_text(cell[1]) ", " c_text(cell[2]))
}

table == "groups" {
    rising(cell[1] " " cell[2])
    if (!(cell[1] in scheme)) fault(cell[1] " is no scheme")
    group[cell[1], cell[2]] = 1
    members[cell[1], cell[2]] = cell[4]
    row(c_text(cell[1]) ", " c_text(cell[2]) ", " c_text(cell[3]))
}

# One group a scheme and country.
table == "country-groups" {
    rising(cell[1] " " cell[2])
    if (!(cell[1] in country)) fault(cell[1] " is no country")
    if (!((cell[2], cell[3]) in group)) fault(cell[2] " has no group " cell[3])
    members[cell[2], cell[3]]--
    row(c_text(cell[1]) ", " c_text(cell[2]) ", " c_text(cell[3]))
}

table == "hips-2025" || table == "hips-2020" {
    rising(cell[1])
    if (cell[1] !~ /^[A-Z][A-Z][0-9][0-9][0-9][0-9]$/) fault("is no HIP code")
    if (cell[1] in edition) fault("is a code of both editions")
    edition[cell[1]] = table
    row(c_text(cell[1]) ", " c_text(cell[2]))
}

table == "hips-2020-2025" {
    rising(cell[1] " " cell[2])
    if (edition[cell[1]] != "hips-2020") fault(cell[1] " is no code of 2020")
    if (cell[2] != "" && edition[cell[2]] != "hips-2025") fault(cell[2] " is no code of 2025")
    if (cell[2] == "" && cell[3] != "removed" && cell[3] != "open") fault("leads nowhere")
    if (cell[2] != "" && (cell[3] == "removed" || cell[3] == "open")) fault("leads somewhere")
    if (++mapped[cell[1]] > 4) fault("has more than four successors") # HIP_SUCCESSORS
    row(c_text(cell[1]) ", " c_text(cell[2]) ", " (cell[3] == "removed" ? "true" : "false"))
}

table == "hazards" {
    rising(cell[1])
    if (cell[3] != "" && edition[cell[3]] != "hips-2025") fault(cell[3] " is no code of 2025")
    hazard[cell[1]] = 1
    umbrella[cell[1]] = cell[5]
    row(c_text(cell[1]) ", " c_text(cell[3]) ", " c_text(cell[4]) ", " c_text(cell[5]) ", " \
        c_text(cell[2]) ", " c_text(cell[6]) ", " c_text(cell[7]))
}

function emit(type, name, file) {
    printf "\nconst struct %s %s[] = {\n%s};\n", type, name, rows[file]
    printf "const size_t %s_count = %d;\n", name, count[file]
}

END {
    if (failed) exit 1
    for (code in edition) {
        if (edition[code] == "hips-2020" && !(code in mapped)) fault(code " has no row here")
    }
    for (key in members) {
        if (members[key] != 0) fault(key ": the number of members does not agree")
    }
    for (code in umbrella) {
        if (umbrella[code] != "" && !(umbrella[code] in hazard)) fault(code " has no umbrella")
    }
    print "/* Made from checklists/codes by codes.awk. */"
    print "#include \"model/codes_tables.h\""
    emit("country", "codes_countries", "countries")
    emit("country_scheme", "codes_schemes", "schemes")
    emit("country_group", "codes_groups", "groups")
    emit("country_member", "codes_members", "country-groups")
    emit("hip", "codes_hips", "hips-2025")
    emit("hip", "codes_old_hips", "hips-2020")
    emit("hip_link", "codes_hip_links", "hips-2020-2025")
    emit("hazard", "codes_hazards", "hazards")
}
