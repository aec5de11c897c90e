---@meta
-- What rules of banyan may use, for LuaLS. Made by `banyan rules doc --for luals`: do not edit.

---What a rule returns: credit, level, not_applicable, unknown, not_assessed.
---@class finding

---What percent gives: a parameter of a reason.
---@class percent

---An answer, as the rule of its criterion sees it.
---@class answer
---@field value any
---@field note string?
---@field evidence any
---@field [string] any # what the criterion declares: max, items, steps

---The plan: what stands under `plan` in its document, and four members beside it.
---@class plan
---@field budget plan.budget?
---@field community plan.community?
---@field assessment { date: string, [string]: any }?
---@field facts table<string, any>?
---@field answers table<string, answer>?
---@field [string] any

---A rule, as its file returns it: write `---@type rule` before a local, or `---@param plan plan` and so on
---before score.
---@class rule
---@field id string # the path without .lua
---@field version integer
---@field title string
---@field source string
---@field needs string[]?
---@field args table<string, any>?
---@field use string[]?
---@field score fun(plan: plan, answer: answer?, args: table<string, any>): finding|number
---@field tests table[]

-- Findings

---A finding with a credit. A number below 0 or above 1 is an error of the rule, not a cap.
---```lua
---credit(0.5, "{good} of {count} places", { good = 1, count = 2 })
-----> credit 0.5: 1 of 2 places
---```
---@param x number # 0 to 1
---@param reason? string # a sentence with {names} in braces
---@param params? table<string, any> # what fills the names: numbers, texts, lists, percents
---@return finding finding # for `return`
function credit(x, reason, params) end

---A finding with the credit i / max.
---Ends the rule with an error: max is not over 0.
---```lua
---level(1, 4)
-----> credit 0.25: level 1 of 4
---```
---@param i number
---@param max number # over 0
---@param reason? string # a sentence with {names} in braces
---@param params? table<string, any> # what fills the names: numbers, texts, lists, percents
---@return finding finding # for `return`
function level(i, max, reason, params) end

---A finding that the question has no meaning here: the criterion leaves both sides of the score.
---```lua
---not_applicable("no school is in the area")
-----> not_applicable: no school is in the area
---```
---@param reason string # a sentence with {names} in braces
---@param params? table<string, any> # what fills the names: numbers, texts, lists, percents
---@return finding finding # for `return`
function not_applicable(reason, params) end

---A finding that a fact is absent: nobody looked. It is never a credit of 0.
---```lua
---not_assessed("toilets are not counted for {places}", { places = { "P1", "P2" } })
-----> not_assessed: toilets are not counted for P1, P2
---```
---@param reason string # a sentence with {names} in braces
---@param params? table<string, any> # what fills the names: numbers, texts, lists, percents
---@return finding finding # for `return`
function not_assessed(reason, params) end

---A finding that it cannot be known, though the facts are there.
---```lua
---unknown("there is no disaster budget")
-----> unknown: there is no disaster budget
---```
---@param reason string # a sentence with {names} in braces
---@param params? table<string, any> # what fills the names: numbers, texts, lists, percents
---@return finding finding # for `return`
function unknown(reason, params) end

---A share that a reason shows as a percentage. It is for the parameters of a reason only: nothing can be computed from it.
---Ends the rule with an error: the share is not finite.
---```lua
---credit(0.42, "{money} of the money", { money = percent(0.42) })
-----> credit 0.42: 42 % of the money
---```
---@param share number # 0.42 for 42 %
---@return percent shown
function percent(share) end

-- Basics

---Hands back all that it is given, or ends the rule with an error where the first value is false or nil. For what the checklist's author did wrong, not for what a plan lacks.
---Ends the rule with an error: v is false or nil.
---```lua
---assert(#args.steps > 0, "steps is empty")
-----> true, "steps is empty"
---```
---@param v any
---@param message? string # "assertion failed" without it
---@param ... any
---@return any v
---@return any ... # the rest of the arguments
function assert(v, message, ...) end

---Ends the rule with an error. The criterion then counts as open, and somebody has to mend the rule or its arguments.
---Ends the rule with an error: always.
---```lua
---error("steps is empty")
-----> error: steps is empty
---```
---@param message string # gets its place before it: file and line
function error(message) end

---For a loop over a list: positions and entries, in order, up to the first nil.
---```lua
---local names = {}
---for i, place in ipairs(plan.community.places) do names[i] = place.id end
---names
-----> { "P1", "P2", "P3" }
---```
---@param list table # or a list of the plan
---@return function step # for the loop
---@return table list
---@return integer start
function ipairs(list) end

---For a loop over a map: keys and values. Numbers come first, by value, then texts, by their bytes: the same order on every machine.
---Ends the rule with an error: a key is neither number nor text.
---```lua
---local keys = {}
---for key in pairs({ b = 1, a = 2, [7] = 3 }) do table.insert(keys, key) end
---keys
-----> { 7, "a", "b" }
---```
---@param map table # or a part of the plan
---@return function step # for the loop; it may not be kept
function pairs(map) end

---The values from the n-th on; with "#" how many there are.
---Ends the rule with an error: n is 0, or goes before the first.
---```lua
---select(2, "a", "b", "c")
-----> "b", "c"
---```
---@param n integer|string # -1 is the last one; or "#"
---@param ... any
---@return any ...
function select(n, ...) end

---A text as a number, written as in JSON; zeros in front are allowed, as in a date.
---```lua
---tonumber("07"), tonumber("2.5"), tonumber("2,5"), tonumber("0x10")
-----> 7, 2.5, nil, nil
---```
---@param v any
---@return number? x # nil where it is none
function tonumber(v) end

---A number, text, true, false or nil as a text.
---Ends the rule with an error: v is anything else: an address would differ from run to run.
---```lua
---tostring(0.1), tostring(true), tostring(nil)
-----> "0.1", "true", "nil"
---```
---@param v number|string|boolean|nil
---@return string text
function tostring(v) end

---What a value is: "nil", "number", "string", "boolean", "table", "function", or "userdata" for findings and percents. Parts of a plan are a "table".
---```lua
---type(plan.community), type(answer), type(0.5)
-----> "table", "table", "number"
---```
---@param v any
---@return string name
function type(v) end

-- Numbers

---@class mathlib
math = {}

---The number without its sign.
---```lua
---math.abs(-3)
-----> 3
---```
---@param x number
---@return number size
function math.abs(x) end

---The next whole number that is not less.
---```lua
---math.ceil(2.1), math.ceil(-2.1)
-----> 3, -2
---```
---@param x number
---@return number whole # an integer, unless it is beyond 9e15
function math.ceil(x) end

---The next whole number that is not more.
---```lua
---math.floor(2.9), math.floor(-2.1)
-----> 2, -3
---```
---@param x number
---@return number whole # an integer, unless it is beyond 9e15
function math.floor(x) end

---What is left of x when y is taken away as often as it goes, with the sign of x.
---Ends the rule with an error: y is 0.
---```lua
---math.fmod(7, 3)
-----> 1
---```
---@param x number
---@param y number # not 0
---@return number rest
function math.fmod(x, y) end

---The greatest of the numbers.
---```lua
---math.max(0, 3, 2)
-----> 3
---```
---@param x number
---@param ... number
---@return number greatest
function math.max(x, ...) end

---The least of the numbers: math.min(x, 1) where more than enough is enough.
---```lua
---math.min(1.25, 1)
-----> 1
---```
---@param x number
---@param ... number
---@return number least
function math.min(x, ...) end

---The square root. Its last digit is the same on every machine.
---```lua
---math.sqrt(2.25)
-----> 1.5
---```
---@param x number
---@return number root # not a number (nan) where x is below 0
function math.sqrt(x) end

---The number as an integer, where it is a whole one.
---```lua
---math.tointeger(3.0), math.tointeger(3.5)
-----> 3, nil
---```
---@param x any
---@return integer? whole # nil where x is no whole number
function math.tointeger(x) end

---Which sort of number it is.
---```lua
---math.type(3), math.type(3.0), math.type("3")
-----> "integer", "float", nil
---```
---@param x any
---@return string? sort # "integer", "float", or nil for what is no number
function math.type(x) end

---More than any number: a start when looking for the least of a list.
---```lua
---math.min(math.huge, 5)
-----> 5
---```
---@type number
math.huge = nil

---The greatest integer.
---```lua
---math.maxinteger
-----> 9223372036854775807
---```
---@type integer
math.maxinteger = nil

---The least integer.
---```lua
---math.mininteger
-----> -9223372036854775808
---```
---@type integer
math.mininteger = nil

-- Texts

---@class stringlib
string = {}

---The bytes of a text as numbers.
---Ends the rule with an error: more than 100 bytes are asked for.
---```lua
---string.byte("AB", 1, 2)
-----> 65, 66
---```
---@param text string
---@param from? integer # 1 without it; -1 is the last byte
---@param to? integer # from without it
---@return integer ... # 0 to 255
function string.byte(text, from, to) end

---A text of these bytes.
---Ends the rule with an error: a number is not from 0 to 255.
---```lua
---string.char(65, 66)
-----> "AB"
---```
---@param ... integer # 0 to 255
---@return string text
function string.char(...) end

---Whether part stands in the text, letter by letter.
---```lua
---string.contains("school shelter", "shelter"), ("school"):contains("x")
-----> true, false
---```
---@param text string
---@param part string
---@return boolean yes
function string.contains(text, part) end

---Whether the text ends with part.
---```lua
---string.ends_with("map.pdf", ".pdf")
-----> true
---```
---@param text string
---@param part string
---@return boolean yes
function string.ends_with(text, part) end

---Puts values into a form: %d and %i for integers, %x for hexadecimal ones, %f and %g for numbers, %s for what tostring takes, %% for a percent sign; with flags, width and precision up to 99. Reasons need it seldom: they have {names}.
---Ends the rule with an error: another sign stands in the form, or a value does not fit its sign.
---```lua
---string.format("%02d of %s: %.1f", 7, "P1", 0.25)
-----> "07 of P1: 0.2"
---```
---@param form string
---@param ... number|string|boolean|nil # one for each sign
---@return string text
function string.format(form, ...) end

---How many bytes the text has; #text is the same.
---```lua
---string.len("ward")
-----> 4
---```
---@param text string
---@return integer bytes
function string.len(text) end

---The text with A to Z as small letters; all others stay.
---```lua
---string.lower("Ward 7")
-----> "ward 7"
---```
---@param text string
---@return string small
function string.lower(text) end

---The text n times.
---Ends the rule with an error: the result would be over 1 MiB.
---```lua
---string.rep("x", 3, "-")
-----> "x-x-x"
---```
---@param text string
---@param n integer
---@param separator? string # between them
---@return string long
function string.rep(text, n, separator) end

---The bytes from the last to the first.
---```lua
---string.reverse("abc")
-----> "cba"
---```
---@param text string
---@return string turned
function string.reverse(text) end

---A list of what stands between the separators; empty ones count.
---Ends the rule with an error: the separator is empty.
---```lua
---string.split("2026-07-01", "-")
-----> { "2026", "07", "01" }
---```
---@param text string
---@param separator string # at least one byte; no pattern
---@return string[] list
function string.split(text, separator) end

---Whether the text begins with part.
---```lua
---string.starts_with("2026-07-01", "2026")
-----> true
---```
---@param text string
---@param part string
---@return boolean yes
function string.starts_with(text, part) end

---The bytes from one place to another.
---```lua
---string.sub("2026-07-01", 1, 4), ("P12"):sub(2)
-----> "2026", "12"
---```
---@param text string
---@param from? integer # 1 without it; -1 is the last byte
---@param to? integer # the last without it
---@return string part
function string.sub(text, from, to) end

---The text without blanks, tabs and line ends at both ends.
---```lua
---string.trim("  ward ")
-----> "ward"
---```
---@param text string
---@return string bare
function string.trim(text) end

---The text with a to z as capital letters; all others stay.
---```lua
---string.upper("npl")
-----> "NPL"
---```
---@param text string
---@return string capital
function string.upper(text) end

-- Lists

---@class tablelib
table = {}

---Texts and numbers of a list as one text.
---Ends the rule with an error: an entry is neither text nor number, or the text would be over 1 MiB.
---```lua
---table.concat({ "P1", "P2" }, ", ")
-----> "P1, P2"
---```
---@param list table
---@param separator? string # between them
---@return string text
function table.concat(list, separator) end

---Puts a value at the end of a list, or before the entry at a position.
---Ends the rule with an error: the list is not the rule's own, or the position lies outside.
---```lua
---local list = { "b" }
---table.insert(list, "c")
---table.insert(list, 1, "a")
---list
-----> { "a", "b", "c" }
---```
---@param list table # one that the rule made
---@param position integer # may be left out: at the end
---@param value any
---@overload fun(list: table, value: any)
function table.insert(list, position, value) end

---Takes an entry out of a list and gives it; the last one without a position.
---Ends the rule with an error: the list is not the rule's own, or the position lies outside.
---```lua
---local list = { "a", "b", "c" }
---table.remove(list, 1), list
-----> "a", { "b", "c" }
---```
---@param list table # one that the rule made
---@param position? integer
---@return any value # nil of an empty list
function table.remove(list, position) end

---Sorts a list in place. Entries that are equal keep their order.
---Ends the rule with an error: the list is not the rule's own, or its entries cannot be compared.
---```lua
---local list = { 3, 1, 2 }
---table.sort(list, function(a, b) return a > b end)
---list
-----> { 3, 2, 1 }
---```
---@param list table # one that the rule made
---@param before? fun(a: any, b: any): boolean # whether a comes before b; numbers and texts need none
function table.sort(list, before) end

---Entries of a list as single values.
---Ends the rule with an error: from or to lies outside the list, or there are more than 200.
---```lua
---table.unpack({ "a", "b" })
-----> "a", "b"
---```
---@param list table
---@param from? integer # 1 without it
---@param to? integer # the last without it
---@return any ...
function table.unpack(list, from, to) end

-- Dates, hazards and countries

---Whole years, months or days from one date to another, and whether one more has begun. There is no clock: take plan.assessment.date for today.
---Ends the rule with an error: one of both is no date, or the unit is another.
---```lua
---age("2024-03-15", "2026-09-12", "months")
-----> 29, true
---```
---@param from string # YYYY-MM-DD
---@param to string # YYYY-MM-DD
---@param unit? string # "years" (without it), "months" or "days"
---@return integer whole # below 0 where from is later
---@return boolean begun # whether one more has begun
function age(from, to, unit) end

---Whether two hazards are the same, or one is the umbrella of the other.
---```lua
---hazard_matches("FF", "FL"), hazard_matches("FF", "EQ")
-----> true, false
---```
---@param a string
---@param b string
---@return boolean yes
function hazard_matches(a, b) end

---The hazard that this one is a kind of: FL (flood) for FF (flash flood).
---```lua
---hazard_umbrella("FF"), hazard_umbrella("EQ")
-----> "FL", nil
---```
---@param code string # a code of the hazard register, such as FF
---@return string? umbrella # nil where there is none
function hazard_umbrella(code) end

---The name of a hazard, for a reason.
---```lua
---hazard_title("FF")
-----> "flash flood"
---```
---@param code string # a code of the hazard register, such as FF
---@return string? title # nil for an unknown code
function hazard_title(code) end

---The code of the Hazard Information Profiles of 2025 for a hazard of the register.
---```lua
---hazard_hip("EQ")
-----> "GH0101"
---```
---@param code string # a code of the hazard register, such as FF
---@return string? hip # nil where the list gives none
function hazard_hip(code) end

---The code of 2025 for a Hazard Information Profile of 2020 or 2025.
---```lua
---hip_2025("MH0006")
-----> "MH0603"
---```
---@param code string # such as MH0006
---@return string? hip # nil where there is not just one
function hip_2025(code) end

---The name of a country, in English.
---```lua
---country_name("NPL")
-----> "Nepal"
---```
---@param alpha3 string # three letters of ISO 3166-1, such as NPL
---@return string? name # nil for an unknown code
function country_name(alpha3) end

---The group of a country in a scheme; docs/codes.md has the schemes.
---Ends the rule with an error: there is no such scheme.
---```lua
---country_group("NPL", "wb_income")
-----> "LMI"
---```
---@param alpha3 string # three letters of ISO 3166-1, such as NPL
---@param scheme string # such as wb_income
---@return string? group # nil where it is in no group
function country_group(alpha3, scheme) end

---The natural logarithm. Its last digit is the same on every machine.
---Ends the rule with an error: x is not over 0.
---Only standard/goalposts has it.
---```lua
---ln(1)
-----> 0
---```
---@param x number # over 0
---@return number y
function ln(x) end

-- The budget

---@class plan.budget
---@field [string] any
local budget = {}

---The money of the budget lines that are marked for children.
---```lua
---plan.budget:child_total()
-----> 300
---```
---@return number? money # nil where there is no list of lines
function budget:child_total() end

---The money of the budget lines with this purpose.
---```lua
---plan.budget:total_of("prevention"), plan.budget:total_of("response")
-----> 700, 0
---```
---@param purpose string # such as "prevention"
---@return number? money # nil where there is no list of lines
function budget:total_of(purpose) end

-- The community

---@class plan.community
---@field [string] any
local community = {}

---The people under 18, of all age bands and sexes.
---```lua
---plan.community:children_total()
-----> 50
---```
---@return number? children # nil where nobody is counted
function community:children_total() end

---The entry of the hazard register for a hazard; else that of its umbrella, or of one of its kinds.
---```lua
---plan.community:hazard("FL").type
-----> "FF"
---```
---@param code string # such as FL
---@return any entry # nil where there is none
function community:hazard(code) end

-- Bodies

---The disaster body of a plan among its committees. To be had with `use = { "lib/bodies" }`.
bodies = {}

---The bodies that deal with disasters: those with a seat for disaster management; the only one of a plan is it without that seat.
---```lua
---local found = bodies.disaster({ { id = "C1" },
---                               { id = "C2", seats = { "health", "disaster_management" } } })
---#found, found[1].id, bodies.disaster({ { id = "C1" }, { id = "C3" } })
-----> 1, "C2", nil
---```
---@param list table[] # of committees
---@return table[]? found # nil where several are listed and it is not told which
function bodies.disaster(list) end

---What a body is called in a reason: its name, or its id.
---```lua
---bodies.name({ id = "C2", name = "Ward committee" }), bodies.name({ id = "C2" })
-----> "Ward committee", "C2"
---```
---@param body table
---@return string name
function bodies.name(body) end

-- Children

---Who counts as a child. To be had with `use = { "lib/children" }`.
children = {}

---The age bands of children, in order.
---```lua
---children.bands
-----> { "0-4", "5-9", "10-14", "15-17" }
---```
---@type string[]
children.bands = nil

---Whether a list of groups, or one word, names children and nobody else: an age band, or a word such as girls.
---```lua
---children.named({ "elderly", "girls" }), children.named("youth")
-----> true, false
---```
---@param groups string[]|string|nil
---@return boolean yes
function children.named(groups) end

---Whether a list of groups names somebody who is left out easily and may be a child or an adult, such as disability; not where it names all.
---```lua
---children.perhaps({ "disability" }), children.perhaps({ "disability", "all" })
-----> true, false
---```
---@param groups string[]?
---@return boolean yes
function children.perhaps(groups) end

---How many entries of a list say at all whom they are for. With none the fact is absent.
---```lua
---children.grouped({ { id = "A1", groups = { "boys" } }, { id = "A2" } })
-----> 1
---```
---@param list table[] # of objectives, actions, budget lines or consultations
---@return integer count
function children.grouped(list) end

-- Dates of things that must be fresh

---Over `age`. To be had with `use = { "lib/dates" }`.
dates = {}

---The age of one date at another; a unit that has begun counts as one.
---Ends the rule with an error: one of both is no date, or the unit is another.
---```lua
---dates.counted("2025-09-01", "2026-09-12", "years")
-----> 2
---```
---@param from string # YYYY-MM-DD
---@param to string # YYYY-MM-DD
---@param unit? string # "years" (without it), "months" or "days"
---@return integer? units # nil where from is later
function dates.counted(from, to, unit) end

---Whether a date lies at most so many months before another, and not after it.
---```lua
---dates.within("2026-01-20", plan.assessment.date, 12)
-----> true
---```
---@param from string? # YYYY-MM-DD
---@param to string # YYYY-MM-DD
---@param months number
---@return boolean yes # false where from is nil
function dates.within(from, to, months) end

-- Schools and other facilities

---Shares of facilities for which something holds. To be had with `use = { "lib/facilities" }`.
facilities = {}

---The kinds of facility that are schools, as keys.
---```lua
---facilities.schools
-----> { preschool = true, school = true }
---```
---@type table<string, boolean>
facilities.schools = nil

---What a facility is called in a reason: its id, its name, or its place in the list.
---```lua
---facilities.name({ name = "Ward school" }, 3), facilities.name({}, 3)
-----> "Ward school", "3"
---```
---@param f table
---@param i integer
---@return string name
function facilities.name(f, i) end

---The first dozen of a list of names, as one text for a reason.
---```lua
---facilities.some({ "S1", "S2" })
-----> "S1, S2"
---```
---@param list string[]
---@return string text
function facilities.some(list) end

---The facilities of these kinds: for how many the test holds, and the names of the others.
---```lua
---facilities.share(plan.community.places, facilities.schools,
---                 function(f) return f.toilets_f >= 4 end)
-----> { count = 1, missing = { "P1" }, untold = {}, with = 0 }
---```
---@param list table[] # of facilities
---@param kinds table<string, boolean> # such as facilities.schools
---@param test fun(f: table): boolean? # nil: that is not told
---@return table found # count, with, missing (names), untold (names)
function facilities.share(list, kinds, test) end

---The parameters of a reason about such a share.
---```lua
---facilities.numbers({ count = 2, with = 1, missing = { "P1" }, untold = {} })
-----> { count = 2, missing = "P1", short = 1, with = 1 }
---```
---@param found table # of facilities.share
---@return table params # with, count, missing (one text), short (how many)
function facilities.numbers(found) end

-- Values between two ends

---How indices of others scale their figures. To be had with `use = { "lib/goalposts" }`.
goalposts = {}

---How far x is on the way from one value to another, 0 to 1, clipped at both.
---```lua
---goalposts.way(50, 20, 80), goalposts.way(10, 80, 20)
-----> 0.5, 1
---```
---@param x number
---@param from number
---@param to number # another than from
---@return number share
function goalposts.way(x, from, to) end

---What can be done to a value before it is held against its goalposts: none, square.
---```lua
---goalposts.transforms.square(3)
-----> 9
---```
---@type table<string, fun(x: number): number>
goalposts.transforms = nil

-- Ladders

---A level from a list of limits. To be had with `use = { "lib/ladder" }`.
ladder = {}

---The level among limits, where more is better: 3 from the first of three limits on, 2 from the second on, 0 below the last.
---```lua
---ladder.at_least(0.7, args.steps)
-----> 2
---```
---@param value number
---@param limits number[] # the best first
---@return integer level
function ladder.at_least(value, limits) end

---The level among limits, where less is better.
---```lua
---ladder.at_most(4, { 1, 3, 5 })
-----> 1
---```
---@param value number
---@param limits number[] # the best first
---@return integer level
function ladder.at_most(value, limits) end

-- Meetings with children

---Who came to the consultations of a plan. To be had with `use = { "lib/meetings" }`.
meetings = {}

---The eight groups of children that are looked for, each with the words that mean it.
---```lua
---#meetings.eight, meetings.eight[1]
-----> 8, { "girls" }
---```
---@type string[][]
meetings.eight = nil

---Of the consultations with a day up to `today`: which of the eight groups came, which did not, and whether each consultation tells who came.
---```lua
---meetings.groups({ { date = "2026-02-10", girls = 3 } }, "2026-09-12").there
-----> { "girls" }
---```
---@param list table[]
---@param today string
---@return table found # there, missing, told
function meetings.groups(list, today) end

---Whether the answer to a question says that children were not heard at all: its lowest level.
---```lua
---meetings.none({ ["PAR-01"] = { value = 0 } }, "PAR-01")
-----> true
---```
---@param answers table|nil
---@param question string
---@return boolean yes
function meetings.none(answers, question) end

-- Places of refuge

---Places of a plan, and the event for which they must last. To be had with `use = { "lib/places" }`.
places = {}

---The kinds of places where people gather but do not stay, as keys.
---```lua
---places.open
-----> { open_space = true, playground = true, water_point = true }
---```
---@type table<string, boolean>
places.open = nil

---The places of a list with room for people to stay, without those called unsafe.
---```lua
---local found, room, without, names = places.shelters(plan.community.places, "at_risk")
---#found, room, without, names
-----> 2, 100, "P1", { "P1", "P2" }
---```
---@param list table[] # of places
---@param field? string # a field that each should have
---@return table[] found
---@return number room # people, in all
---@return string without # names of those that lack the field, in one text
---@return string[] names # of all
function places.shelters(list, field) end

---The mean of what places are worth, over their room; and the names of those that fall short.
---```lua
---places.by_room({ { capacity = 60 }, { capacity = 40 } }, 100, { "P1", "P2" },
---               function(p) return p.capacity >= 50 and 1 or 0 end)
-----> 0.6, "P2"
---```
---@param list table[] # of places with a capacity
---@param room number # in all
---@param names string[] # of the places
---@param worth fun(place: table, i: integer): number # 0 to 1
---@return number share # 0 to 1
---@return string short # names, in one text
function places.by_room(list, room, names, worth) end

---The shelters of a list, measured: what each has, and what it earns.
---```lua
---places.measured(plan.community.places, function(p) return p.toilets_f end,
---                function(p, n) return n * 20 / p.capacity end)
-----> { count = 2, missing = "P1", room = 100, share = 0.8, short = 0, total = 4, without = "" }
---```
---@param list table[] # of places
---@param value fun(place: table): number? # nil: that is not told
---@param worth fun(place: table, value: number): number # 0 to 1
---@param lacks? fun(place: table, value: number): number # how much is missing
---@return table found # count, room, total, short, without (names that do not tell); where all tell also share and missing (names)
function places.measured(list, value, worth, lacks) end

---Whether people can go to a place when a hazard comes: not where it is unsafe, kept for other hazards, or at risk of this one.
---```lua
---places.serves(plan.community.places[2], "FF"), places.serves(plan.community.places[2], "EQ")
-----> false, true
---```
---@param place table
---@param hazard string # its code
---@return boolean yes
function places.serves(place, hazard) end

---The largest number of people in the most severe scenarios, and whether milder ones contradict it.
---```lua
---places.worst({ { hazard = "FL", severity = "severe", evacuees = 80 },
---               { hazard = "FL", severity = "moderate", evacuees = 90 } }, "evacuees")
-----> 80, 90, {}
---```
---@param scenarios table[]
---@param field string # evacuees or children
---@return number? most # nil where none gives it
---@return number? milder # a larger one of a milder scenario, which cannot be right
---@return string[] untold # hazards without a severe scenario
function places.worst(scenarios, field) end

-- The hazard register

---Held against the hazards that a rule is about. To be had with `use = { "lib/register" }`.
register = {}

---Whether a hazard is one of those wanted, their umbrella, or one of their kinds.
---```lua
---register.is_one_of("FF", { "FL", "TC" })
-----> true
---```
---@param code string
---@param wanted string[]
---@return boolean yes
function register.is_one_of(code, wanted) end

---The entries of the hazard register that a rule is about.
---```lua
---local list = register.relevant(plan.community.hazards, { "FL" })
---#list, list[1].type
-----> 1, "FF"
---```
---@param hazards table[] # such as plan.community.hazards
---@param wanted string[]
---@return table[] list
function register.relevant(hazards, wanted) end

-- Staff

---People who work for children in an emergency. To be had with `use = { "lib/staff" }`.
staff = {}

---Of the groups of people with these roles: how many they are, and for how many a field holds.
---```lua
---staff.share({ { id = "T1", role = "teacher", count = 10, trained = 4 } }, { "teacher" }, "trained")
-----> { count = 10, untold = {}, with = 4, wrong = {} }
---```
---@param list table[] # of groups with role and count
---@param roles string[]
---@param field string # such as trained
---@return table found # count, with, untold (names), wrong (names)
function staff.share(list, roles, field) end

-- Targets

---The days after which services work again. To be had with `use = { "lib/targets" }`.
targets = {}

---The longest days among the targets of a service, and whether one of them does not tell its days.
---```lua
---targets.longest({ { service = "water", days = 3 }, { service = "water", days = 7 } }, "water")
-----> 7, false
---```
---@param targets table[]
---@param service string
---@return number? days # nil without a target
---@return boolean untold
function targets.longest(targets, service) end
