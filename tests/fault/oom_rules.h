/* The rules that work while allocations fail: each way in which the host of rules allocates has one. */
#ifndef TESTS_OOM_RULES_H
#define TESTS_OOM_RULES_H

#include "script/host.h"

static const struct rule_file RULES[] = {
    {"lib/sums", "sums.lua", "return { twice = function(x) return 2 * x end }", 0, NULL},
    {"own/list", "list.lua",
     "return { id = \"own/list\", version = 1, title = \"t\", source = \"s\", use = { \"lib/sums\" "
     "},\n"
     "needs = { \"plan.budget.drr\" }, args = { target = 1, names = {}, direction = \"merit\" },\n"
     "score = function(plan, answer, args)\n"
     "  local seen = {}\n"
     "  for k in pairs(plan) do table.insert(seen, k) end\n"
     "  return credit(math.min(answer.value / sums.twice(args.target), 1), \"{share} {seen} "
     "{names} {one}\",\n"
     "    { share = percent(0.5), seen = seen, names = args.names, one = plan.actions })\n"
     "end,\n"
     "tests = { { name = \"half\", answer = 1, args = { target = 1 }, expect = { credit = 0.5 },\n"
     "    plan = { budget = { drr = 1 }, actions = { 1 }, community = { name = \"x\" } } },\n"
     "  { name = \"wrong\", answer = 3, expect = { credit = 0.25, outcome = \"unknown\", reason = "
     "\"r\" },\n"
     "    plan = { budget = { drr = 1 } } },\n"
     "  { name = \"bad\", answr = 1 }, { name = \"none\", answer = { value = 1 } },\n"
     "  { name = \"unreadable\", answer = 1 / 0 },\n"
     "  { name = \"asks\", answer = 1, expect = { credit = \"x\" } } } }",
     0, NULL},
    {"own/plain", "plain.lua",
     "local function part(x) return x / 100 end\n"
     "return { id = \"own/plain\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return part(answer.value) end }",
     0, NULL},
    {"own/items", "items.lua",
     "return { id = \"own/items\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return level(#answer.value, #answer.items) end }",
     0, NULL},
    {"own/hazard", "hazard.lua",
     "return { id = \"own/hazard\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args)\n"
     "  local h = plan.community:hazard(\"FF\")\n"
     "  return not_applicable(\"{type}\", { type = h.type, all = answer.applies, yes = true })\n"
     "end }",
     0, NULL},
    {"own/date", "date.lua",
     "return { id = \"own/date\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args)\n"
     "  return unknown(\"{years}\", { years = age(answer.value, plan.assessment.date) })\n"
     "end }",
     0, NULL},
    {"own/parts", "parts.lua",
     "return { id = \"own/parts\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args)\n"
     "  return credit(answer.parts[2].credit, answer.parts[1].reason, { p = answer.parts })\n"
     "end }",
     0, NULL},
    {"own/facts", "facts.lua",
     "return { id = \"own/facts\", version = 1, title = \"t\", source = \"s\", needs = { "
     "\"facts.none\" },\n"
     "score = function(plan, answer, args) return 1 end }",
     0, NULL},
    {"own/breaks", "breaks.lua",
     "return { id = \"own/breaks\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return 1 + nil end }",
     0, NULL},
    {"own/refused", "refused.lua", "return { id = \"own/refused\", versio = 1 }", 0, NULL},
    {"own/unread", "unread.lua", "", 0, "cannot be read: no permission"},
    {"own/nofield", "nofield.lua",
     "return { id = \"own/nofield\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return string.gsub(\"a\", \"b\", \"c\") end }",
     0, NULL},
    {"own/hungry", "hungry.lua",
     "return { id = \"own/hungry\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) local t = {} for i = 1, 1000000 do t[i] = i end return "
     "1 end }",
     0, NULL},
    {"standard/by_hazard", "by_hazard.lua",
     "return { id = \"standard/by_hazard\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return answer.value.FL end }",
     0, NULL},
    {"standard/items", "items.lua",
     "return { id = \"standard/items\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return level(#answer.value, #answer.items) end }",
     0, NULL},
    {"standard/parts", "parts.lua",
     "return { id = \"standard/parts\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return answer.parts[1].credit end }",
     0, NULL},
    {"standard/level", "level.lua",
     "return { id = \"standard/level\", version = 1, title = \"t\", source = \"s\",\n"
     "score = function(plan, answer, args) return level(answer.value, answer.max) end }",
     0, NULL},
    {"standard/yes_no", "yes_no.lua",
     "return { id = \"standard/yes_no\", version = 1, title = \"t\", source = \"s\", args = { yes "
     "= 1 },\n"
     "score = function(plan, answer, args) return answer.value and args.yes or error(\"never no\") "
     "end }",
     0, NULL},
    {"lib/edges", "edges.lua", "return { over = function(x, y) return x > y end }", 0, NULL},
    {"own/mutant", "mutant.lua",
     "return { id = \"own/mutant\", version = 1, title = \"t\", source = \"s\", use = { "
     "\"lib/edges\" },\n"
     "needs = { \"plan.x\" }, -- mutant ok: made up\n"
     "score = function(plan, answer, args)\n"
     "  if edges.over(plan.x, answer.value) then return true and 1 end -- mutant ok: not needed\n"
     "  return 0\n"
     "end,\n"
     "tests = { { name = \"a\", answer = 1, plan = { x = 2 }, expect = { credit = 1 } },\n"
     "  { name = \"b\", answer = 3, plan = { x = 2 }, expect = { credit = 0 } } } }",
     0, NULL}};
enum { RULE_COUNT = sizeof RULES / sizeof *RULES };

#endif
