#!/bin/bash
# Installs what is missing, builds with warnings as errors, runs the whole test suite, then the modules without
# MPI once more under the address and undefined-behaviour sanitizers. Ends with ctest's own summary.
# usage: run.sh [CTEST-OPTION…]
set -euo pipefail
source_folder=$(dirname "$(dirname "$(readlink -f "$0")")")
cd "$source_folder"

jobs/install.sh --test

for preset in asan release; do
  cmake --preset $preset -DWINNOW_TESTS=ON -DWINNOW_WARNINGS_AS_ERRORS=ON > /dev/null
  cmake --build --preset $preset
done
status=0
ctest --preset asan "$@" || status=$?
ctest --preset release "$@" || status=$?
exit $status
