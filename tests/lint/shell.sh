#!/bin/bash
# Shell scripts parse, and shellcheck has nothing to say; what it should not look for is in .shellcheckrc.
# Scripts without a first line `#!` are sourced or run by bash.
set -u
. tests/lint/lib.sh
status=0
for file in $(shell_files); do
    parser="bash"
    ! head -n 1 "$file" | grep -q '^#!/bin/sh$' || parser="sh"
    $parser -n "$file" || status=1
done
command -v shellcheck >/dev/null 2>&1 || { echo "shellcheck is missing: run make setup-lint"; exit 1; }
# shellcheck disable=SC2016 # expanded by the inner shell
shell_files | xargs -P "$(nproc)" -n 8 sh -c '
    status=0
    for file; do
        case $(head -n 1 "$file") in
        "#!"*) shellcheck -f gcc "$file" || status=1 ;;
        *) shellcheck -s bash -f gcc "$file" || status=1 ;;
        esac
    done
    exit $status' shell || status=1
exit $status
