#!/bin/bash
# The text speaks of the thing, not of how it came about; no paths of anybody's machine.
set -u
. tests/lint/lib.sh
status=0
files=$(all_files | grep -vE '^\./(tests/lint/words\.sh|LICENSE|tests/data/.*|checklists/.*)$')
words='chat ?bot|language model|(ai|machine)[- ]generated|written by an? ai\b|\bassistant\b.*\b(wrote|generated)|the brief\b'
# shellcheck disable=SC2086 # a list of files
if grep -nIiE "$words" $files; then
    status=1
fi
# shellcheck disable=SC2086
if grep -nIE '(^|[^A-Za-z0-9_.-])/(work|root|home/[a-z]+|Users)/' $files; then
    status=1
fi
# What is left to do belongs into an issue. Country codes of saved inputs are none of these.
# shellcheck disable=SC2046,SC2086
if grep -nIE '\b(TODO|FIXME|XXX|HACK|WIP)\b' $(printf '%s\n' $files | grep -v '^\./tests/fuzz/corpus/'); then
    status=1
fi
exit $status
