#!/bin/sh
# Installs those of the named Debian packages that are missing, and says which; as root, or with sudo.
# Does nothing, and needs no rights, when all are there.
set -eu

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "no dpkg here; please see to it that these are installed (Debian names): $*" >&2
    exit 0
fi
missing=
for package in "$@"; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) || status=
    case $status in
    *"ok installed") ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "please install as root:$missing" >&2
        exit 1
    fi
    sudo="sudo DEBIAN_FRONTEND=noninteractive"
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086 # a list of words
$sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
