#!/bin/bash
# Installs what is missing of jobs/packages.txt, by apt. Says nothing and takes no time when all is there.
# usage: install.sh [--test | --benchmark]      --test: what the tests need, too; --benchmark: and the benchmarks' peers
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

# What is to be tested is to be built first, and what is to be compared with, tested.
wanted() {
  case ${1-} in
    --benchmark) cat ;;
    --test) sed '/^# and to compare with/,$d' ;;
    *) sed '/^# and to test/,$d' ;;
  esac < "$here/packages.txt" | grep -v '^#'
}

if ! command -v dpkg-query > /dev/null; then
  echo "$0: this is no Debian system: install the packages of jobs/packages.txt by your system's own means" >&2
  exit 0
fi
missing=$(comm -23 <(wanted "${1-}" | sort) \
  <(dpkg-query -W -f '${binary:Package} ${db:Status-Status}\n' | sed -n 's/\(:[a-z0-9]*\)\? installed$//p' | sort))
[ -n "$missing" ] || exit 0

echo "Installing: "$missing >&2
if [ "$(id -u)" = 0 ]; then sudo=
elif sudo -n true 2> /dev/null; then sudo="sudo -n"
else
  echo "$0: packages are missing (and there is no root here): ask who administers this machine to run" >&2
  echo "  apt-get install "$missing >&2
  exit 2
fi
export DEBIAN_FRONTEND=noninteractive
# --no-remove: never at the cost of a package that is there.
$sudo apt-get update -qq
$sudo apt-get install -qq -y --no-install-recommends --no-remove $missing > /dev/null
