#!/bin/bash
# The pages in a browser: makes guides and reports, and opens them in a real one, headless. What is claimed of
# them, and the faults that are planted to see that each claim can fail, are in pages.mjs and control.mjs.
# Ends with "N passed, N failed". CHROMIUM names another browser of that family.
#
#   run.sh BUILD
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build}
banyan=$PWD/$build/banyan
work=$PWD/$build/pages
html=$work/html
browser=${CHROMIUM:-chromium}
unset BANYAN_LANG BANYAN_STORE
for tool in "$browser" node npm; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: run make setup-check"; echo "0 passed, 1 failed"; exit 1; }
done

# The driver and the rules of accessibility, in the versions of the lock file, once.
mkdir -p "$work"
if ! cmp -s tests/pages/package-lock.json "$work/node_modules/.lock"; then
    cp tests/pages/package.json tests/pages/package-lock.json "$work/"
    if ! (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1); then
        tail -n 5 "$work/npm.log"
        echo "the packages of tests/pages/package.json cannot be had"
        echo "0 passed, 1 failed"
        exit 1
    fi
    cp tests/pages/package-lock.json "$work/node_modules/.lock"
fi

rm -rf "$html"
mkdir -p "$html"
made() { # NAME ARGUMENT...: a page; a command that fails is a page that is not there, which is told below
    "$banyan" --quiet "${@:2}" --format html >"$html/$1.html" || rm -f "$html/$1.html"
}
assessed() { # NAME ARGUMENT...: a store
    "$banyan" --quiet --store "$html/$1.db" assess "${@:2}" >/dev/null
}
for language in en ar ne; do
    made guide-$language --lang $language checklist show child-drr
done
sheet() { # NAME PLAN ARGUMENT...: the page of one assessment
    rm -f "$html/$1".db*
    assessed "$1" "$2"
    made "$1" "${@:3}" --store "$html/$1.db" show \
        "$("$banyan" --store "$html/$1.db" list --format ndjson | sed 's/^{"id":"\([^"]*\)".*/\1/')"
}
sheet sheet examples/nepal-ward.json
sheet sheet-gaps examples/plans/kir-atoll.json
sheet sheet-open examples/plans/lao-river-village.json --lang fr
sheet sheet-ar examples/plans/kir-atoll.json --lang ar
sheet sheet-ne examples/nepal-ward.json --lang ne
for round in 2024 2025 2026; do
    assessed panel --profile quick docs/panel/panel-$round.csv
done
made panel --store "$html/panel.db" compare
made panel-equity --store "$html/panel.db" compare --equity wealth_quintile
made panel-crossed --store "$html/panel.db" compare --by country,setting
made panel-ar --store "$html/panel.db" --lang ar compare --equity wealth_quintile
made panel-ne --store "$html/panel.db" --lang ne compare --equity wealth_quintile
made panel-publish --store "$html/panel.db" compare --publish
head -n 2 docs/panel/panel-2026.csv >"$html/one.csv"
assessed one --profile quick "$html/one.csv"
made one --store "$html/one.db" compare
"$build/bench/generate" checklists/child-drr/checklist.json examples/nepal-ward.json 672 1 >"$html/world.ndjson"
assessed world --profile quick "$html/world.ndjson"
made world --store "$html/world.db" compare --equity setting

node tests/pages/pages.mjs "$work" "$browser"
