#!/bin/bash
# install.sh FOLDER: the programs of others that are measured beside ours, in the versions of the lock file, into
# FOLDER. Needs the network once; better-sqlite3 is compiled here, some minutes. What cannot be had is told, and its
# rows are missing in the table.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
mkdir -p "$folder"
if cmp -s "$here/package-lock.json" "$folder/node_modules/.lock"; then
    exit 0
fi
for tool in node npm; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: no peers in JavaScript" >&2; exit 0; }
done
cp "$here/package.json" "$here/package-lock.json" "$folder/"
cd "$folder"
# Not npm ci, which asks that the lock file name packages for other systems that the registry may not have.
if ! npm install --ignore-scripts --no-audit --no-fund --fetch-retries=0 >npm.log 2>&1; then
    tail -n 5 npm.log >&2
    echo "the packages of tests/bench/peers/package.json cannot be had" >&2
    exit 0
fi
# From source, with the headers of the Node that is here: nothing is fetched for it.
prefix=$(dirname "$(dirname "$(node -p process.execPath)")")
if [ -f "$prefix/include/node/node.h" ]; then
    echo "compiling better-sqlite3, some minutes"
    gyp=$(find -L "$prefix/lib/node_modules" "$prefix/share/nodejs" -path '*/node-gyp/bin/node-gyp.js' 2>/dev/null | head -n 1)
    if ! (cd node_modules/better-sqlite3 && node "$gyp" rebuild --release --nodedir="$prefix" >../../gyp.log 2>&1); then
        tail -n 5 gyp.log >&2
        echo "better-sqlite3 cannot be compiled" >&2
        exit 0
    fi
else
    echo "better-sqlite3 cannot be compiled: no $prefix/include/node/node.h" >&2
    exit 0
fi
cp "$here/package-lock.json" node_modules/.lock
