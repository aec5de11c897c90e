#!/bin/bash
# control.sh PROGRAM LIBRARY: the crowd once more, where locks hold nobody back. It must be seen that the
# second writer was not refused, and that the store took harm.
set -u
cd "$(dirname "$0")/../.." || exit 1
log=$(PRELOAD=$(realpath "$2") bash tests/conc/crowd.sh "$1" 2>&1)
failed=0
for claim in "a second writer is refused" "[0-9]* lines printed"; do
    if printf '%s\n' "$log" | grep -q "^not ok - crowd: $claim"; then
        echo "ok - control: without locks it is found that not: $claim"
    else
        echo "not ok - control: without locks nothing is found of: $claim"
        printf '%s\n' "$log" | sed 's/^/#   /'
        failed=1
    fi
done
exit $failed
