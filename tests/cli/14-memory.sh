. "$ROOT/tests/cli/lib.sh"
# Each allocation of a run may fail, whoever asks for it: Banyan, SQLite, Lua, zstd, OpenSSL. Then the output
# is the ordinary one, or there is a message and nothing half stored. POINTS sets how many are tried.
fail=$(dirname "$BANYAN")/fault/failmalloc.so
points=${POINTS:-60}
plan one >plan.json
if ! [ -f "$fail" ]; then
    note 1 "the library that lets allocations fail is built" "make build/fault/failmalloc.so"
    finish
    exit 0
fi

# What repeats: all but identity and time.
bare() { sed 's/"id":"0[^"]*","created":"[^"]*"//' "$1"; }

with() { # NAME=VALUE... COMMAND...: with the library, output in out and err, exit code in $code
    (exec env LD_PRELOAD="$fail" "$@" >"$WORK/out" 2>"$WORK/err") 2>/dev/null
    code=$?
}

# attempt ONCE-OR-STICKY COMMAND...: fails at points spread over the run; counts what went wrong.
attempt() {
    local mode=$1 total at wrong=0 told=0 store=no
    shift
    case " $* " in *" assess "*) store=yes ;; esac
    rm -f s.db s.db-*
    [ "$store" = yes ] || cp kept.db s.db
    with FAIL_COUNT_FILE="$WORK/count" "$BANYAN" --store s.db "$@"
    bare out >ordinary
    read -r total <count
    for at in $(seq 1 $((total / points + 1)) "$total"); do
        rm -f s.db s.db-*
        [ "$store" = yes ] || cp kept.db s.db
        with FAIL_AT="$at" FAIL_STICKY="$mode" "$BANYAN" --store s.db "$@"
        bare out >this
        if [ "$code" = 0 ] && cmp -s ordinary this; then
            continue # it could do without
        elif [ "$code" = 1 ] && [ -s err ]; then
            told=$((told + 1))
        else
            wrong=$((wrong + 1))
            echo "# allocation $at of $total: exit code $code: $(head -c 200 err)"
        fi
        [ -s s.db ] || continue
        if ! "$BANYAN" --store s.db store check >checked 2>&1 && ! grep -qE 'not yet a store|older schema' checked; then
            wrong=$((wrong + 1))
            echo "# allocation $at of $total: the store: $(head -c 200 checked)"
        fi
    done
    is "$wrong" 0 "$* ($total allocations, $mode for ever)"
    holds "and some were told" test "$told" -gt 0
}

banyan --store kept.db assess --checklist "$DATA/worked.json" plan.json
id=$("$BANYAN" --store kept.db list --format ndjson | sed 's/.*"id":"\([0-9a-f-]*\)","created.*/\1/')
attempt 0 assess --checklist "$DATA/worked.json" --format ndjson --jobs 1 plan.json
attempt 1 assess --checklist "$DATA/worked.json" --format ndjson --jobs 1 plan.json
attempt 0 show "$id" --format json
attempt 1 list --format ndjson
attempt 0 store check

# The control: a program that does not look at what malloc gives falls, and the falling is seen.
printf '#include <stdlib.h>\nint main(void) { volatile char *p = malloc(9); p[0] = 1; return p[0] - 1; }\n' >careless.c
holds "a careless program is built" gcc -O0 -o careless careless.c
with FAIL_AT=1 ./careless
holds "and falls" test "$code" -gt 1
finish
