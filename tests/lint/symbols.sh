#!/bin/bash
# Object files hold no mutable data; the shared library exports the public interface and no more.
set -u
build=${1:-build}
status=0
for object in $(find "$build/obj" -name '*.o' -not -path '*/cli/*' | LC_ALL=C sort); do
    # .data.rel.ro is constant after loading: tables with pointers.
    objdump -t "$object" | awk -v object="$object" '
        $2 != "df" && / O +\.(data|bss|tdata|tbss)[ \t]/ { print object ": mutable: " $NF; bad = 1 }
        / \*COM\*/ { print object ": mutable: " $NF; bad = 1 }
        END { exit bad }' || status=1
done
exported=$(nm -D --defined-only "$build/libbanyan.so" | awk '$2 != "A" { print $3 }' | sed 's/@.*//')
if printf '%s\n' "$exported" | grep -v '^banyan_'; then
    echo "exported beside banyan_*"
    status=1
fi
# Each function of the public header is there.
for name in $(sed -n 's/^[a-z].*[ *]\(banyan_[a-z_]*\)(.*/\1/p' src/banyan.h); do
    if ! printf '%s\n' "$exported" | grep -qx "$name"; then
        echo "src/banyan.h: $name is not in the shared library"
        status=1
    fi
done
exit $status
