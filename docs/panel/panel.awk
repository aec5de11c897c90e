# Makes the panel: awk -f docs/panel/panel.awk -v round=2024. The same round gives the same bytes.
# Everything is drawn: how well a country does comes from the seed and from nothing that is known of it.

# Park and Miller's minimal generator: whole numbers below 2^46, exact in any awk.
function draw() {
    state = (state * 16807) % 2147483647
    return state / 2147483647
}
# About normal, mean 0 and standard deviation 1: twelve uniform draws, less 6.
function normal(  sum, i) {
    sum = -6
    for (i = 0; i < 12; i++) sum += draw()
    return sum
}
function seed(text,  i) { # a stream of its own for each text
    state = 20260912
    for (i = 1; i <= length(text); i++) state = (state * 131 + index(LETTERS, substr(text, i, 1))) % 2147483646 + 1
    for (i = 0; i < 8; i++) draw()
}
function clip(x, low, high) { return x < low ? low : x > high ? high : x }
# Level 0 to max that a plan of this quality reaches under a domain.
function level(domain, max) { return int(clip(good(domain), 0, 0.999) * (max + 1)) }
function good(domain) { return clip(quality + effect[country, domain] + 0.13 * normal(), 0, 1) }
# The same for what is critical: few plans forget it.
function vital(domain) { return clip(good(domain) + 0.3, 0, 1) }
function step(domain, max) { return int(clip(vital(domain), 0, 0.999) * (max + 1)) }
function put(name, value) {
    if (!(name in place)) { place[name] = ++columns; head[columns] = name }
    cell[place[name]] = value
}
# An answer, or none: how often a form is left blank differs by country.
function answer(name, value) {
    if (draw() < blank[country] * (name ~ CRITICAL ? 0.3 : 1)) value = draw() < 0.15 ? "unknown" : ""
    put(name, value)
}
function known() { return draw() >= blank[country] } # the same for a fact
function list(a, b) { return a == "" ? b : a ", " b }
function quoted(text) {
    if (text !~ /[",]/) return text
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}

function world(  i, n, names, part, k, domains) {
    # Communities, blanks (share of cells), dropouts between two rounds (share), hazards, currency.
    n = split("BGD 14 0.08 0.05 TC FL SS BDT|FJI 4 0.06 0.00 TC TS CFL FJD|IDN 16 0.10 0.08 EQ VO TS IDR|" \
        "KHM 13 0.10 0.45 RF DR HW KHR|MNG 8 0.12 0.10 CW DR FR MNT|NPL 18 0.07 0.06 EQ LS RF NPR|" \
        "PAK 10 0.62 0.05 FL HW EQ PKR|PHL 14 0.05 0.05 TC EQ LS PHP|VNM 11 0.09 0.00 TC RF SS VND|" \
        "VUT 3 0.15 0.00 TC VO TS VUV", names, "|")
    split("GOV RSK PAR EDU CP HLN WSH SOC EWS SHL REC FIN EQU SSC MEL", domains, " ")
    for (i = 1; i <= n; i++) {
        split(names[i], part, " ")
        countries[i] = part[1]
        size[part[1]] = part[2]; blank[part[1]] = part[3]; leave[part[1]] = part[4]
        for (k = 1; k <= 3; k++) hazard[part[1], k] = part[4 + k]
        currency[part[1]] = part[8]
        seed("country " part[1])
        level_of[part[1]] = clip(0.55 + 0.13 * normal(), 0.35, 0.85)
        trend[part[1]] = 0.03 + 0.035 * normal()
        for (k = 1; k in domains; k++) effect[part[1], domains[k]] = 0.09 * normal()
    }
    return n
}

function population(  total, k, band, share, f) {
    total = 600 + int(3400 * draw())
    put("community.households", int(total / (4 + draw())))
    put("population.total", total)
    children = 0
    split("0-4 5-9 10-14 15-17", band, " ")
    split("0.10 0.10 0.10 0.06", share, " ")
    for (k = 1; k <= 4; k++) {
        f = int(total * share[k] * (0.45 + 0.1 * draw()))
        put("community.population.children." band[k] ".f", f)
        put("community.population.children." band[k] ".m", int(total * share[k]) - f)
        children += int(total * share[k])
    }
    people = total
}

function hazards(  k, text, one, all, counted) {
    count = 2 + (draw() < 0.6)
    all = good("RSK"); counted = good("RSK")
    for (k = 1; k <= count; k++) {
        one = "{\"type\": \"" hazard[country, k] "\", \"severity\": " 2 + int(4 * draw())
        if (k == 1 || draw() < all) one = one ", \"likelihood\": " 1 + int(5 * draw())
        if (draw() < counted) one = one ", \"children_exposed\": " int(children * (0.2 + 0.7 * draw()))
        text = list(text, one "}")
    }
    put("hazards", "[" text "]")
}

function objectives(  l, text) {
    l = level("GOV", 3)
    if (l > 0) text = "{\"id\": \"O1\", \"text\": \"Safe children\", \"groups\": [\"5-9\"]"
    if (l > 1) text = text ", \"target\": 0"
    if (l > 2) text = text ", \"baseline\": 12, \"indicator\": \"injuries in a year\", \"year\": " round + 3
    put("plan.objectives", known() ? "[" (l > 0 ? text "}" : "") "]" : "")
}

# Actions for the four ages, and money for them.
function actions(  k, served, ready, bands, text, one, revenue, drr, child, lines, told, listed, able) {
    split("0-4 5-9 10-14 15-17", bands, " ")
    served = level("EQU", 4)
    ready = int(clip(good("GOV"), 0, 0.999) * (served + 1))
    listed = known()
    able = vital("EQU")
    put("population.children_with_disability", able > 0.6 ? int(children * 0.04) : "")
    put("population.disability_tool", able > 0.6 ? "child_functioning" : "")
    for (k = 1; k <= 4; k++) {
        one = "{\"id\": \"A" k "\", \"text\": \"Action " k "\", \"status\": \"planned\", \"groups\": [\"" (k <= served ? bands[k] : "women") "\"" \
            (k == 1 && able > 0.45 ? ", \"disability\"" : "") "]"
        if (k <= ready) one = one ", \"responsible\": \"Office\", \"end\": \"" round + 1 "-12-31\""
        text = list(text, one "}")
    }
    revenue = 200000 + 1000 * int(800 * draw())
    drr = int(revenue * 0.05 * clip(1.4 * good("FIN"), 0.05, 1.5))
    child = int(drr * children / people * clip(1.3 * good("FIN"), 0.05, 1.5))
    told = 0
    for (k = 1; k <= ready; k++) {
        lines = list(lines, "{\"id\": \"B" k "\"" (listed ? ", \"action\": \"A" k "\"" : "") ", \"amount\": " int(child / ready) ", \"children\": true}")
        told += int(child / ready)
    }
    if (ready == 0) { lines = "{\"id\": \"B1\", \"amount\": " child ", \"children\": true}"; told = child }
    lines = list(lines, "{\"id\": \"B9\", \"amount\": " drr - told ", \"children\": false}")
    put("plan.actions", listed ? "[" text "]" : "")
    put("plan.budget.currency", currency[country])
    put("plan.budget.revenue", known() ? revenue : "")
    put("plan.budget.drr", drr)
    put("plan.budget.lines", known() ? "[" lines "]" : "")
}

function drills(  l, k, text, at) {
    l = level("EDU", 3); at = "\"date\": \"" round "-0"
    for (k = 1; k <= count && (l > 1 || l == 1 && k == 1); k++)
        text = list(text, "{" at k "-15\", \"hazard\": \"" hazard[country, k] "\", \"site\": \"school\"" \
            (l > 2 && k == 1 ? ", \"with_disabled\": true" : "") "}")
    l = level("EWS", 3)
    if (l == 1) text = list(text, "{\"date\": \"" round - 2 "-05-20\", \"site\": \"community\", \"hazard\": \"" hazard[country, 1] "\"}")
    for (k = 1; k <= 2 && l > 1; k++)
        text = list(text, "{" at 4 + k "-20\", \"site\": \"community\", \"hazard\": \"" hazard[country, 1] "\", \"scenario\": \"" \
            (k == 1 ? "severe" : "probable") "\"" (l > 2 ? ", \"evaluated\": true" : "") "}")
    put("plan.drills", known() ? "[" text "]" : "")
}

function shelter(  evacuees, room, k, text, reach, walk, warn) {
    evacuees = int(people * (0.2 + 0.4 * draw()))
    room = int(evacuees * clip(1.4 * vital("SHL"), 0.2, 1.4))
    reach = good("SHL"); walk = 8 + int(35 * (1 - vital("SHL")))
    for (k = 1; k <= 2; k++)
        text = list(text, "{\"id\": \"P" k "\", \"kind\": \"" (k == 1 ? "school" : "community_hall") "\", \"capacity\": " \
            (k == 1 ? int(room / 2) : room - int(room / 2)) ", \"walk_minutes\": " walk + 2 * k ", \"accessible\": " \
            (draw() < reach ? "true" : "false") "}")
    put("community.places", known() ? "[" text "]" : "")
    put("plan.scenarios", "[{\"hazard\": \"" hazard[country, 1] "\", \"severity\": \"severe\", \"evacuees\": " evacuees "}]")
    text = ""; warn = ""
    for (k = 1; k <= count; k++) {
        text = list(text, "{\"hazard\": \"" hazard[country, k] "\", \"lead_minutes\": " 30 + 15 * int(4 * draw()) "}")
        if (hazard[country, k] !~ /^(EQ|FR)$/) warn = list(warn, "\"" hazard[country, k] "\": " level("EWS", 4) / 4)
    }
    put("plan.warnings", known() ? "[" text "]" : "")
    if (warn != "") answer("EWS-02", "{" warn "}"); else put("EWS-02", "")
}

function answers(  p, text, most) {
    answer("GOV-01", level("GOV", 3))
    answer("PAR-01", step("PAR", 3))
    p = vital("EDU")
    most = p > 0.6 ? 0 : p > 0.4 ? 10 : 30
    answer("EDU-A1", "{\"probable\": " most ", \"severe\": " (p > 0.8 ? 0 : most + 20) "}")
    answer("CP-01", step("CP", 3))
    answer("CP-03", step("CP", 3))
    answer("CP-06", int(100 * vital("CP")))
    answer("HLN-02", int(85 * good("HLN")))
    p = good("HLN")
    answer("HLN-08", p > 0.8 ? "plan;formula;space" : p > 0.5 ? "plan;formula" : p > 0.25 ? "plan;" : "[]")
    answer("WSH-01", int(17 * good("WSH")))
    text = "{\"chlorine\": " (vital("WSH") > 0.4 ? "true" : "false") ", \"turbidity\": " (vital("WSH") > 0.3 ? "true" : "false")
    answer("WSH-05", text ", \"coliforms\": " (vital("WSH") > 0.4 ? "true" : "false") "}")
    answer("SOC-01", int(100 * good("SOC")))
    p = 30 + int(68 * vital("EWS"))
    if (country == "MNG" || hazard[country, 1] != "EQ" || count > 1) answer("EWS-01", p)
    answer("REC-01", level("REC", 3))
    answer("EQU-02", step("EQU", 3))
    answer("SSC-01", level("SSC", 3))
    answer("MEL-01", level("MEL", 3))
}

# Whether the community is in this round: who leaves does not come back.
function present(  r) {
    for (r = 2025; r <= round; r++) {
        seed("stays " country " " number " " r)
        if (draw() < leave[country]) return 0
    }
    return 1
}

function community(  settings, kind, quintile, years) {
    split("rural rural rural urban informal", settings, " ")
    kind = settings[1 + int(5 * draw())]
    quintile = 1 + int(5 * draw())
    quality = level_of[country] + 0.1 * normal() + 0.03 * (quintile - 3) - (kind == "informal") * 0.05
    put("country", country); put("local", country "-EX-" sprintf("%02d", number)); put("community", "Example " number)
    put("setting", kind); put("wealth_quintile", quintile)
    population()
    seed("round " country " " number " " round)
    quality += (round - 2024) * trend[country] + 0.03 * normal()
    put("id", country "-EX-" sprintf("%02d", number) "-" round)
    put("title", "Plan of Example " number " (made up)")
    put("round", round)
    put("date", round "-09-" sprintf("%02d", 1 + int(28 * draw())))
    put("checklist", "child-drr@1")
    put("method", draw() < 0.5 ? "desk" : "workshop")
    put("plan.note", "No such place: people, figures and documents are made up.")
    years = int(6 * (1 - clip(good("GOV"), 0, 0.999)))
    put("plan.approved", known() ? round - years "-08-01" : "")
    hazards(); objectives(); actions(); drills(); shelter(); answers()
}

function row(  k, line) {
    for (k = 1; k <= columns; k++) line = line (k > 1 ? "," : "") quoted(cell[k] "")
    return line
}

BEGIN {
    CRITICAL = "^(PAR-01|EDU-A1|CP-0[136]|WSH-05|EWS-01|EQU-02)$"
    LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -"
    total = world()
    for (c = 1; c <= total; c++) {
        country = countries[c]
        for (number = 1; number <= size[country]; number++) {
            if (!present()) continue
            seed("community " country " " number)
            community()
            rows[++made] = row()
            for (k in cell) cell[k] = ""
        }
    }
    for (k = 1; k <= columns; k++) printf "%s%s", (k > 1 ? "," : ""), head[k]
    print ""
    for (k = 1; k <= made; k++) print rows[k]
}
