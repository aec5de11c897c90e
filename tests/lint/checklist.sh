#!/bin/bash
# checklist.sh PROGRAM FILE: the program's own check, with nothing to complain of.
out=$("$1" checklist check "$2" 2>&1) || { printf '%s\n' "$out"; exit 1; }
