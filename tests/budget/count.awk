# What one run of callgrind counted, by stage: instructions of the program's own functions, without those of
# libraries, and calls from them into Lua. Reads the file that callgrind writes; -v program=PATH is the
# object that counts. Prints "STAGE instructions N" and "lua calls N".

# "(12) name" names 12; "(12)" alone is what it was named before.
function named(kind, text,    at, id) {
    at = index(text, ")")
    id = kind substr(text, 1, at)
    if (length(text) > at)
        names[id] = substr(text, at + 2)
    return names[id]
}

function stage_of(file) {
    if (file ~ /src\/(input\/|base\/json\.c|base\/number\.c)/)
        return "read"
    if (file ~ /src\/model\/(plan|answer|place|codes|pcodes)[a-z_]*\.[ch]/)
        return "check"
    if (file ~ /src\/(script\/|doubt\.c|assess\.c|model\/condition\.c)/)
        return "rules"
    if (file ~ /src\/model\/(score|aggregate)\.c/)
        return "score"
    if (file ~ /src\/store\//)
        return "store"
    return "rest"
}

/^ob=/ { object = named("ob", substr($0, 4)); next }
/^fl=/ { file = named("fl", substr($0, 4)); next }
/^f[ie]=/ { file = named("fl", substr($0, 4)); next }
/^fn=/ { named("fn", substr($0, 4)); called = object; next }
/^cob=/ { called = named("ob", substr($0, 5)); next }
/^cf[il]=/ { named("fl", substr($0, 5)); next }
/^cfn=/ { named("fn", substr($0, 5)); next }
/^calls=/ {
    split(substr($0, 7), count, " ")
    if (object == program && called ~ /liblua/)
        calls += count[1]
    called = object # where no cob= stands, it is the caller's
    inner = 1       # the next line is what the callee took
    next
}
/^[0-9+*-]/ {
    if (!inner && object == program)
        instructions[stage_of(file)] += $2
    inner = 0
}

END {
    for (stage in instructions)
        print stage, "instructions", instructions[stage]
    print "lua", "calls", calls
}
