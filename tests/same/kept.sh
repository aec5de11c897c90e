#!/bin/bash
# kept.sh FOLDER JOBS PROGRAM INPUT...: assesses into a new store in FOLDER and prints what the store then
# holds. Where the clock stands still (SAME_CLOCK) that is all of it, and what the program shows of it;
# else what rests neither on the time nor on the ids that are made of it.
set -u
folder=$1 jobs=$2 program=$3
shift 3
mkdir -p "$folder"
banyan() { "$program" --store "$folder/s.db" "$@"; }
banyan assess --no-isolate --rules "$RULES" --jobs "$jobs" --format ndjson "$@" >"$folder/printed" || [ $? -eq 1 ] || exit 1
# What reads the store here is not under test: it runs as it is.
sql() { env -u LD_PRELOAD -u GLIBC_TUNABLES -u MALLOC_PERTURB_ LC_ALL=C sqlite3 -batch "$folder/s.db" "$@"; }
if [ -n "${SAME_CLOCK:-}" ]; then
    cat "$folder/printed"
    sql .dump
    banyan list
    banyan list --format ndjson
    id=$(sql "SELECT lower(hex(id)) FROM assessment WHERE seq = 4" |
        sed 's/\(.\{8\}\)\(.\{4\}\)\(.\{4\}\)\(.\{4\}\)/\1-\2-\3-\4-/')
    banyan show "$id" && banyan store check
else
    # Packed bytes are left out: which assessments a dictionary is made of is a matter of batches.
    sql "SELECT id, hex(digest), kind, size FROM document ORDER BY id" "SELECT * FROM shape ORDER BY id" "
        SELECT seq, plan, checklist, ruleset, engine, plan_id, plan_title, country, community, community_key,
               community_name, round, date, checklist_id, checklist_version, profile, band, band_possible,
               applicable, incomplete, score, low, high, coverage, scored, not_applicable, not_assessed, unknown,
               error, hex(result_digest), supersedes FROM assessment ORDER BY seq" \
        "SELECT count FROM chain_head"
fi
