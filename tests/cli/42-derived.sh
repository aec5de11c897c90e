. "$ROOT/tests/cli/lib.sh"
# Derived tables that take in every four assessments, so that few are enough.
init() { # STORE
    rm -f "$1" "$1"-*
    banyan --store "$1" store init
    sqlite3 "$1" "UPDATE derived_state SET step = 2, block = 4"
}
dump() { # STORE: all that is derived
    for table in state draft series total chunk column; do
        sqlite3 "$1" "SELECT * FROM derived_$table" "SELECT hex(data) FROM derived_$table" 2>/dev/null
    done
}
for i in $(seq 1 23); do
    plan "p-$((i % 19))" "s/: 50/: $((i * 4))/" | tr -d '\n'
    echo
done >many.ndjson

# The same bytes whatever the number of threads, and however many a transaction has.
init one.db
banyan --store one.db assess --jobs 1 --checklist "$DATA/worked.json" many.ndjson
exits 0 "one thread"
init three.db
banyan --store three.db assess --jobs 3 --checklist "$DATA/worked.json" many.ndjson
exits 0 "three threads"
init each.db
while read -r line; do
    echo "$line" >one.ndjson
    banyan --store each.db assess --checklist "$DATA/worked.json" one.ndjson
done <many.ndjson
dump one.db >one.txt
dump three.db >three.txt
dump each.db >each.txt
holds "there is something derived" test "$(wc -l <one.txt)" -gt 40
is "$(cat one.txt)" "$(cat three.txt)" "threads change no byte of what is derived"
is "$(cat one.txt)" "$(cat each.txt)" "nor does a transaction for each plan"
banyan --store one.db store check
exits 0 "what is derived is right"

# Made again: the same bytes; and what was lost or changed is told before.
banyan --store one.db store check --rebuild
exits 0 "store check --rebuild"
says out '^23 assessments, 0 faults$' "it checks what it made"
silent err "no progress where there is no terminal"
dump one.db >again.txt
is "$(cat one.txt)" "$(cat again.txt)" "making it again gives the same bytes"
banyan --store three.db --format json compare --by country --draws 100 --jobs 1
exits 0 "compare over columns"
cp out before.json
sqlite3 three.db "DELETE FROM derived_total; UPDATE derived_column SET data = x'00' WHERE id % 2 = 0"
banyan --store three.db store check
exits 1 "what was lost or changed"
says err 'derived: the total of series 1 of NPL, round 2026 is not what follows' "a total is named"
says err 'derived: column [0-9]* is not what follows' "a column is named"
banyan --store three.db --format json compare --by country --draws 100 --jobs 1
is "$(cat out)" "$(cat before.json)" "a comparison is the same without them"
banyan --store three.db store check --rebuild
exits 0 "made again"
sqlite3 three.db "DROP TABLE derived_state"
banyan --store three.db store check
exits 1 "a lost table"
says err 'make them again with' "it says what to do"
banyan --store three.db --format json compare --by country --draws 100 --jobs 1
is "$(cat out)" "$(cat before.json)" "a comparison is the same without the table"
banyan --store three.db assess --checklist "$DATA/worked.json" one.ndjson
exits 0 "a writer goes on"
banyan --store three.db store check --rebuild
exits 0 "the table is made again"

# Made again is a writing command, and the option is that of the check alone.
if [ "$(id -u)" != 0 ]; then
    chmod 400 one.db
    banyan --store one.db store check --rebuild
    exits 1 "a store that cannot be written"
    chmod 600 one.db
fi
banyan --store none.db store check --rebuild
exits 1 "there is no store"
fails "none is made" test -e none.db
banyan --store one.db store stats --rebuild
exits 64 "stats takes no --rebuild"
banyan --store one.db store check
exits 0 "and it is sound at the end"
finish
