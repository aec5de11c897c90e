"""Where a goal is missed: where the time or the bytes go, and what would reach it. By the beginning of a row's name; a row that
reaches its goal is not told of."""

WAY = ("A plan goes through what the floor and the peers leave out: a schema with messages by line, a canonical form and its digest, a sandbox that "
       "notes what each rule read, findings with reasons, a packed document, a chain, totals and columns.")
RULES = ("Most of a rule's time is handing over: views of the plan that note each look, and the search for a finding that the same looks led to. "
         "Reached by passing the facts that a rule declares as plain arguments, all rules of a plan in one protected call, as the plain Lua beside it "
         "does; then a rule may look at nothing that it did not declare. That plain Lua is itself over 8 times the time of C here.")

WHY = (
    ("assess, NDJSON to committed store", WAY + " Rules take the most, then the store (digest of the result, packed findings), then reading and "
     "checking: see the stages below. No one of them alone would reach it; all three would have to cost a tenth. What the least program leaves stands above."),
    ("against ", "As above: what a plan costs ours, not what it costs them."),
    ("two cores against one", "One thread stores: what it does by itself bounds the speed, so all that can be made ready elsewhere has to be. On a machine with other "
     "work two threads also get less than two processors: the load stands above."),
    ("parse: lines to documents", "Ours makes a tree with line numbers, looks for keys that stand twice and checks UTF-8; simdjson looks at 32 bytes at a "
     "time and makes no tree. Reached by finding the structure of a line with vector instructions first."),
    ("80 rules in Lua, hand-over", RULES),
    ("assess to committed store, one core", WAY + " The floors' sum is what scanner, rules and one row cost by themselves."),
    ("one plan, 119 criteria", "A third of the instructions is the first run of 65 rules; reading checklist, rules and plan is another. What the clock counts beside is "
     "four syncs more, of a log that begins and of a store that is closed as one file."),
    ("program start: list", "Linking and opening the store are two thirds; to show scales the stored checklist is unpacked and digested. Reached by keeping the few fields that a "
     "line needs beside the assessments."),
    ("119 findings", "Dictionaries, and what was stored before there were any, are shared out over few: the larger the store, the fewer bytes each. What is "
     "left are digests and texts and numbers that nothing foresees."),
    ("80 findings", "Packed with a dictionary of the checklist's first plans; numbers that nothing foresees are most of it."),
    ("growth", "Indexes grow deeper, and what is written to the log is moved to more pages of the store."),
    ("five quantiles", "Opening the view reads the columns of attributes and the rows behind the last full block; that does not grow with the store."),
    ("median of one criterion", "Opening the view and grouping by texts take half of it. Reached by keeping small numbers for country and round "
     "in each block of columns."),
    ("n, mean and sd of ten domains", "Totals are read at the same speed however many are stored; with fewer stored, DuckDB has less to do."),
    ("rescore", "Each plan is read back and unpacked before it is assessed anew."),
    ("verify", "Each plan is unpacked and assessed again, and its stored findings are unpacked and held against that."),
    ("an assessment of 119 findings", "Questions, reasons and what was read of 119 criteria are most of the bytes."),
    ("rendering it", "The checklist is read from the store and parsed as a whole."),
)


def why(what):
    for beginning, text in WHY:
        if what.startswith(beginning):
            return text
    return ""
