#!/bin/bash
# Numbers that others published or computed, out of the program: tests/numbers/[0-9]*.sh, or those
# named as arguments. Ends with "N passed, N failed".
cd "$(dirname "$0")/../.." || exit 1
TEST_GROUP=numbers exec bash tests/cli/run.sh "$@"
