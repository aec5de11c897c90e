# shellcheck shell=bash
# Helpers of the scripts here: START of each is a folder of its own, and a program to test in $program.
set -u
DATA=$PWD/tests/cli/data
# shellcheck source=tests/note.sh
. tests/note.sh

# A folder that goes away with the script; PRELOAD is for the program alone.
enter() { # PROGRAM
    program=$(realpath "$1")
    folder=$(mktemp -d "${TMPDIR:-/tmp}/banyan-conc-XXXXXX") || exit 1
    trap 'rm -rf "$folder"' EXIT
    cd "$folder" || exit 1
}

banyan() { env ${PRELOAD:+LD_PRELOAD="$PRELOAD"} "$program" --store s.db "$@"; }
assess() { banyan assess --checklist "$DATA/worked.json" --format ndjson "$@"; }
# The same in place of a subshell that goes to the background, whose pid is then the program's.
become_assess() {
    exec env ${PRELOAD:+LD_PRELOAD="$PRELOAD"} "$program" --store s.db assess --checklist "$DATA/worked.json" --format ndjson "$@"
}

# plans NAME COUNT [SEED]: NDJSON, plan ids NAME-1 and so on.
plans() {
    sed -e "s/@ID@/$1-@I@/" -e "s/: 50/: @V@/" "$DATA/worked-plan.json" | tr -d '\n' |
        awk -v n="$2" -v seed="${3:-0}" '{ for (i = 1; i <= n; i++) {
            line = $0; gsub(/@I@/, i, line); gsub(/@V@/, (i + seed) % 101, line); print line } }'
}

# Ids of lines that were printed whole.
ids() { cat -- "$@" 2>/dev/null | sed -n 's/^{"id":"\([0-9a-f-]\{36\}\)".*}$/\1/p'; }

# Ids that a store holds, in the order of the chain.
stored() { # FILE
    sqlite3 -readonly "$1" "SELECT lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4)
        || '-' || substr(h, 17, 4) || '-' || substr(h, 21)) FROM (SELECT hex(id) AS h FROM assessment ORDER BY seq)"
}

# What another writer is told: exit code 1, nothing on stdout, and who writes.
refused() { # CODE OUT ERR PID
    [ "$1" -eq 1 ] && [ ! -s "$2" ] &&
        grep -q "s\.db: another program (pid $4) is writing to this store: wait for it or stop it\$" "$3"
}
