# shellcheck shell=bash
# A check prints its complaints; none means passed.
passed=0 failed=0

check() { # NAME COMMAND...
    local name=$1 out
    shift
    if out=$("$@" 2>&1) && [ -z "$out" ]; then
        passed=$((passed + 1))
        echo "ok     $name"
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        printf '%s\n' "${out:-(no output, but an error)}" | head -n 40 | sed 's/^/    /'
    fi
}

c_files() { find src tests -name '*.[ch]' | LC_ALL=C sort; }

# Everything that is the project's own text.
all_files() {
    find . \( -path ./.git -o -path ./build \) -prune -o -type f -print | LC_ALL=C sort
}
