#!/bin/bash
# The manual page, as man sees it.
set -u
build=${1:-build}
[ -s "$build/banyan.1" ] || { echo "$build/banyan.1 is empty"; exit 1; }
if command -v man >/dev/null 2>&1 && command -v groff >/dev/null 2>&1; then
    { LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=100 man --warnings -l "$build/banyan.1" >/dev/null; } 2>&1
fi
exit 0
