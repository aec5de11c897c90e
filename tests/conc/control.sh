#!/bin/bash
# control.sh PROGRAM LIBRARY: the crowd once more, where locks hold nobody back. It must be seen that the
# second writer was not refused, and that the store took harm.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
log=$(PRELOAD=$(realpath "$2") bash tests/conc/crowd.sh "$1" 2>&1)
for claim in "a second writer is refused" "[0-9]* lines printed"; do
    printf '%s\n' "$log" | grep -q "^not ok - crowd: $claim"
    note $? "control: without locks it is found that not: $claim" "$log"
done
[ "$failed" -eq 0 ]
