#!/bin/bash
# run.sh BUILD [long]: identical bytes whatever the machine does, and whichever form of input is used. The
# program gets the same plans in many processes, folders, environments, locales and time zones, with several
# jobs and forms of the C library, and in the long form as built by two compilers; all must answer alike. In
# each dimension a control (differs.c, or the program with a bit changed) must be told apart by the same means.
# Lines "ok - ..." and "not ok - ..."; the last is "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD here=$PWD/tests/same
build=$root/${1:-build} long=${2:-}
results=${RESULTS:-$build/results}
program=${BANYAN:-$build/banyan}
differs=$build/same/differs
preload=$build/same/preload.so
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-same-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$results"
cpus=$(nproc 2>/dev/null || echo 2)
processes=20 few=3 few_stores=3 plans=2 formats="ndjson" jobs=(1 2 3 8) some_zones=4 forms_plans=150 some_orders=6
if [ -n "$long" ]; then
    processes=300 few=40 few_stores=8 plans=100 formats="json ndjson text" jobs=(1 2 3 4 5 6 7 8) some_zones=8 forms_plans=1000 some_orders=20
fi
# shellcheck source=tests/note.sh
. tests/note.sh

# ---- settings: each takes a number and a command, and runs it under the setting of that number -----------
# All of them run in a subshell of their own.

base=(PATH=/usr/bin:/bin HOME=/nonexistent NO_COLOR=1 RULES="$here/rules" BANYAN_CHECKLISTS="$here/checklists")
with() { exec env -i "${base[@]}" "$@"; }

# Addresses, seeds of hashes, environment, folder, file mask, what memory holds before it is used.
process() {
    local i=$1 folder=$work/folder.$(($1 % 7))/$(($1 * $1)) fill
    shift
    mkdir -p "$folder"
    cd "$folder" || exit 1
    printf -v fill '%*s' $((i * 37 % 5000)) ''
    umask $((i % 2 * 22))
    with "FILL=$fill" "USER=user$i" "LANG=xx_$i" "COLUMNS=$((i + 20))" TERM=dumb \
        "MALLOC_PERTURB_=$((i % 255 + 1))" "MALLOC_ARENA_MAX=$((i % 3 + 1))" \
        "GLIBC_TUNABLES=glibc.malloc.tcache_count=$((i % 2 * 7))" "$@"
}

with_jobs() {
    local count=${jobs[$1]}
    shift
    with "$@" --jobs "$count"
}

locales=(C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8 fa_IR.UTF-8 ps_AF.UTF-8)
under_locale() {
    local name=${locales[$1]}
    shift
    with LOCPATH="$build/same/locales" LC_ALL="$name" LANG="$name" LANGUAGE="${name%%_*}" "$@"
}
# As in a host program that has set its locale: the program itself never does.
in_host() {
    local i=$1
    shift
    under_locale "$i" SAME_LOCALE=1 LD_PRELOAD="$preload" "$@"
}

# Names need tzdata; the others say the same without it.
zones=("UTC0" "<+14>-14" "NST3:30NDT,M3.2.0,M11.1.0" "<+0545>-5:45"
    UTC Pacific/Kiritimati America/St_Johns Asia/Kathmandu)
in_zone() {
    local zone=${zones[$1]}
    shift
    with TZ="$zone" "$@"
}

# The C library chooses forms of its functions by what the processor can do.
processors=("" "-AVX2,-FMA,-FMA4,-AVX" "-FMA"
    "-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX,-FMA,-SSE4_2,-SSE4_1,-SSSE3,-ERMS,-BMI2,-MOVBE")
on_processor() {
    local off=${processors[$1]}
    shift
    with GLIBC_TUNABLES="${off:+glibc.cpu.hwcaps=$off}" "$@"
}

# @BUILD@ stands for the folder of a build.
builds=()
as_built() {
    local folder=${builds[$1]}
    shift
    with "${@//@BUILD@/$folder}"
}

flipped() {
    local at=$1
    shift
    with SAME_FLIP=$((at == 0 ? -1 : at * 1000 - 1)) LD_PRELOAD="$preload" "$@"
}

# ---- comparing ------------------------------------------------------------------------------------------

answer() { # FILE HOW NUMBER COMMAND...: output in FILE, complaints and exit code in FILE.said
    ("${@:2}") >"$1" 2>"$1.said"
    echo "exit $?" >>"$1.said"
}

# Removes those answers that are as the first.
forget() {
    local file digest said
    (cd "$work" && sha256sum first first.said answer.*) >"$work/digests" 2>/dev/null
    digest=$(sed -n 's/  first$//p' "$work/digests")
    said=$(sed -n 's/  first\.said$//p' "$work/digests")
    sed -n "s/^$digest  \(answer\.[0-9]*\)$/\1/p" "$work/digests" | while read -r file; do
        if grep -qxF "$said  $file.said" "$work/digests"; then
            echo "$work/$file $work/$file.said"
        fi
    done | xargs rm -f
}

# vary HOW COUNT COMMAND...: compares the answers to COMMAND under COUNT settings with the first, which
# stays in $work/first. Sets $different to the number of others, $which to the first of them.
vary() {
    local how=$1 count=$2 i running=0
    shift 2
    rm -f "$work"/answer.*
    answer "$work/first" "$how" 0 "$@"
    for ((i = 1; i < count; i++)); do
        if [ $((++running)) -gt "$cpus" ]; then wait -n; fi
        answer "$work/answer.$i" "$how" "$i" "$@" &
        if [ $((i % 20)) -eq 0 ]; then
            wait
            running=0
            forget
        fi
    done
    wait
    forget
    which=$(find "$work" -maxdepth 1 -name 'answer.*[0-9]' | sort -V)
    different=$(printf '%s\n' "$which" | grep -c .)
    which=${which%%$'\n'*}
}

# Where two answers part, with some of what is around.
parting() {
    local at from kind='' file
    ! cmp -s "$work/first" "$which" || kind=.said
    at=$(cmp "$work/first$kind" "$which$kind" 2>&1 | sed -n 's/.* byte \([0-9]*\),.*/\1/p')
    from=$((${at:-1} > 60 ? ${at:-1} - 60 : 1))
    echo "setting ${which##*.}, byte ${at:-after the end of one}${kind:+ of its complaints}"
    for file in "$work/first$kind" "$which$kind"; do
        tail -c "+$from" "$file" | head -c 160 | tr '\n\t' '~ '
        echo
    done
}

# same NAME WANTED HOW COUNT COMMAND...: no difference. The answers end with exit code WANTED and say something.
same() {
    local name=$1 wanted=$2
    shift 2
    vary "$@"
    if [ "$different" -gt 0 ]; then
        note 1 "$name: $different of $2 answer otherwise" "$(parting)"
    elif ! tail -n 1 "$work/first.said" | grep -qx "exit $wanted" || [ ! -s "$work/first" ]; then
        note 1 "$name: no answers to compare" "$(tail -n 3 "$work/first.said" | cut -c1-200)"
    else
        note 0 "$name: $2 settings, $(wc -c <"$work/first") bytes"
    fi
}

# differ LEAST NAME HOW COUNT COMMAND...: a control.
differ() {
    local least=$1 name="control: $2"
    shift 2
    vary "$@"
    if [ "$different" -ge "$least" ]; then
        note 0 "$name: $different of $2 differ from the first"
    else
        note 1 "$name: $different of $2 differ from the first, not $least" "$(head -c 200 "$work/first")"
    fi
}

# ---- the plans ------------------------------------------------------------------------------------------

awk -v count="$plans" -f "$here/plans.awk" >"$work/texts.ndjson"
for template in nepal-ward bangladesh-union; do
    "$build/bench/generate" checklists/child-drr/checklist.json examples/$template.json "$plans" "${#template}" |
        sed "s/\"GEN-/\"$template-/" >>"$work/generated.ndjson"
done
inputs=("$root"/examples/*.json "$root"/examples/*.csv "$work/texts.ndjson" "$work/generated.ndjson")
# In the program's own process, so that the settings reach the rules: a worker has no environment.
assess=(assess --dry-run --no-isolate --rules "$here/rules")
tables=("$root"/examples/*.csv)
count=$(($(find examples -maxdepth 1 -name '*.json' | wc -l) + $(cat "${tables[@]}" | wc -l) - ${#tables[@]} + 3 * plans))
(with "$program" "${assess[@]}" "${inputs[@]}") >"$work/all" 2>"$work/all.said"
grep -q "^$count assessed, 4 refused\$" "$work/all" && [ "$count" -gt 40 ]
note $? "$count plans are assessed and 4 refused" "$(tail -n 1 "$work/all")"

# ---- the dimensions; for its four refused plans the program exits with 1 ---------------------------------

for format in $formats; do
    run=("$program" "${assess[@]}" --format "$format" "${inputs[@]}")
    # The forms come from one set of results: all processes for one of them, fewer for the others.
    if [ "$format" = ndjson ]; then many=$processes; else many=$few; fi
    same "processes, $format" 1 process "$many" "${run[@]}"
    same "jobs, $format" 1 with_jobs ${#jobs[@]} "${run[@]}"
    same "locales, $format" 1 under_locale 3 "${run[@]}"
    same "locales of a host program, $format" 1 in_host ${#locales[@]} "${run[@]}"
    same "time zones, $format" 1 in_zone "$some_zones" "${run[@]}"
    same "forms of the C library, $format" 1 on_processor ${#processors[@]} "${run[@]}"
done
if [ -z "$long" ]; then
    same "processes, text" 1 process "$few" "$program" "${assess[@]}" --format text "${inputs[@]}"
    same "processes, json" 1 process "$few" "$program" "${assess[@]}" --format json "${inputs[@]}"
    same "locales of a host program, text" 1 in_host 3 "$program" "${assess[@]}" --format text "${inputs[@]}"
fi

# Rules by themselves: first, last, alone, in a new state and in a used one. What was found is the same, and what
# it took to find it.
child=checklists/child-drr/checklist.json
orders() { with "$build/same/orders" "$@"; }
for what in findings fuel; do
    same "orders of rules and plans, $what" 0 orders "$some_orders" "$what" "$child" examples/*.json examples/plans/*.json
done
differ 3 "the place of a rule in the run" orders 5 number "$child" examples/nepal-ward.json examples/bangladesh-union.json

# A thousand processes for the shipped plans: few enough for each to be short.
if [ -n "$long" ]; then
    same "a thousand processes, the shipped plans" 3 process 1000 "$program" assess --dry-run --format ndjson \
        "$root"/examples/*.json "$root"/examples/plans/*.json
fi

# In this process, then in workers, with so many jobs.
outside() {
    local i=$1
    shift
    if [ "$i" -eq 0 ]; then with "$@" --no-isolate; else with "$@" --isolate --jobs "$i"; fi
}
for format in $formats; do
    same "workers, $format" 1 outside 4 "$program" assess --dry-run --rules "$here/rules" --format "$format" "${inputs[@]}"
done

# What is stored, with as many jobs as the setting's number says.
stored() { # HOW NUMBER [VARIABLE=VALUE...]
    local how=$1 i=$2 folder=$work/kept.$1.$2
    shift 2
    ("$how" "$i" "$@" bash "$here/kept.sh" "$folder" "${jobs[i % ${#jobs[@]}]}" "$program" "${inputs[@]}")
    local code=$?
    rm -rf "$folder"
    return $code
}
plain() {
    shift
    with "$@"
}
fixed=(SAME_CLOCK=1789214400 LD_PRELOAD="$preload")
store_jobs() { stored plain "$1" "${fixed[@]}"; }
store_process() { stored process "$1" "${fixed[@]}"; }
store_host() { stored in_host "$1" "${fixed[0]}"; }
store_zone() { stored in_zone "$1" "${fixed[@]}"; }
store_free() { stored plain "$1"; }
store_later() { stored plain "$1" SAME_CLOCK=$((1789214400 + $1)) LD_PRELOAD="$preload"; }
same "store under a clock that stands still, jobs" 0 store_jobs ${#jobs[@]}
same "store, processes" 0 store_process "$few_stores"
same "store, locales of a host program" 0 store_host 3
same "store, time zones" 0 store_zone "$few_stores"
same "store under a clock that runs, but for ids and times" 0 store_free "$few_stores"
differ 1 "a store one second later" store_later 2

# Groups side by side, with the simulation of their ranks.
panel=$work/panel.db
for round in 2025 2026; do
    (with "$program" --store "$panel" assess --quiet --profile quick "$root/docs/panel/panel-$round.csv")
done >"$work/panel.said" 2>&1
compare=("$program" --store "$panel" compare --of domains --by country --round "2025,2026" --draws 1000)
for format in json text; do
    same "comparison, jobs, $format" 0 with_jobs ${#jobs[@]} "${compare[@]}" --format "$format"
    same "comparison, locales of a host program, $format" 0 in_host 3 "${compare[@]}" --format "$format"
done
for format in csv sdmx-csv sdmx-structure package xlsx dhis2; do
    same "comparison, locales of a host program, $format" 0 in_host 3 "${compare[@]}" --format "$format"
done
same "comparison, processes" 0 process "$few" "${compare[@]}" --format json
same "comparison, time zones" 0 in_zone "$some_zones" "${compare[@]}" --format json
same "comparison, forms of the C library" 0 on_processor ${#processors[@]} "${compare[@]}" --format json
seeded() { with "${@:2}" --seed "$1"; }
composite=("$program" compare --composite "$root/docs/composite/inform-2025.json")
same "composite, locales of a host program" 0 in_host 3 "${composite[@]}"
same "composite, processes" 0 process "$few" "${composite[@]}" --format json
same "composite, forms of the C library" 0 on_processor ${#processors[@]} "${composite[@]}" --format json
differ 2 "seeds of a simulation" seeded 3 "${compare[@]}" --format json

# As built by each compiler; `make same-builds` makes them.
if [ -n "$long" ]; then
    for folder in "$build"/same/builds/*; do
        case $folder in
        *haswell) ! grep -qw fma /proc/cpuinfo || builds+=("$folder") ;;
        *) builds+=("$folder") ;;
        esac
    done
    echo "# builds: ${builds[*]##*/}"
    [ ${#builds[@]} -ge 6 ]
    note $? "there are six builds at least" "${builds[@]}"
    for format in $formats; do
        same "builds, $format" 1 as_built ${#builds[@]} "@BUILD@/banyan" "${assess[@]}" --format "$format" "${inputs[@]}"
    done
    same "builds, comparison" 0 as_built ${#builds[@]} "@BUILD@/banyan" "${compare[@]:1}" --format json
    same "builds, composite" 0 as_built ${#builds[@]} "@BUILD@/banyan" "${composite[@]:1}" --format json
    differ 3 "arguments in the compiler's order" as_built ${#builds[@]} @BUILD@/same/differs order
    differ 4 "whether it is optimised" as_built ${#builds[@]} @BUILD@/same/differs optimisation
    # Without -ffp-contract=off a processor with FMA rounds once where others round twice.
    if grep -qw fma /proc/cpuinfo; then
        for form in off fast; do
            mkdir -p "$work/contract.$form"
            "${CC:-gcc}" -std=c17 -D_GNU_SOURCE -O2 -march=haswell -ffp-contract=$form -pthread \
                -o "$work/contract.$form/differs" "$here/differs.c" -lm
        done
        same "multiplying and adding in two steps on every build" 0 as_built ${#builds[@]} @BUILD@/same/differs contraction
        builds=("$work/contract.off" "$work/contract.fast")
        differ 1 "multiplying and adding in one step" as_built 2 @BUILD@/differs contraction
    fi
fi

# ---- the two forms of input; golden results of the examples -----------------------------------------------

take() { # CONTROL COMMAND...: its lines count here; it must have come to its control
    "${@:2}" >"$work/taken"
    cat "$work/taken"
    passed=$((passed + $(grep -c "^ok " "$work/taken"))) failed=$((failed + $(grep -c "^not ok " "$work/taken")))
    grep -q "^\(not \)\?ok - control: $1" "$work/taken" || note 1 "$2 $3 came to its end"
}
take "one changed cell" bash tests/same/forms.sh "$build" "$forms_plans"
take "one changed credit" bash tests/golden/golden.sh "$program"

# ---- controls -------------------------------------------------------------------------------------------

differ 1 "addresses" process 4 "$differs" address
differ 3 "environments" process 4 "$differs" environment
differ 3 "folders" process 4 "$differs" folder
differ 3 "memory before its use" process 4 "$differs" heap
differ 3 "a sum in parts" with_jobs 4 "$differs" jobs
differ 2 "decimal marks" under_locale 3 "$differs" decimal
differ 3 "decimal marks of a host program" in_host ${#locales[@]} "$differs" decimal
differ 1 "the Turkish i" under_locale 3 "$differs" letters
differ 3 "time zones" in_zone 4 "$differs" zone
# Only where the processor has another form to offer.
if grep -qw fma /proc/cpuinfo && [ "$(uname -m)" = x86_64 ]; then
    differ 2 "exp, log, pow and sin of the C library" on_processor ${#processors[@]} "$differs" library
else
    echo "# control of the C library's forms: skipped, this processor has one"
fi
differ 3 "one bit of what the program prints" flipped 4 "$program" "${assess[@]}" --format ndjson "${inputs[@]}"

noted "$results/same"
