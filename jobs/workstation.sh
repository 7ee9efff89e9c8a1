#!/bin/bash
# Runs a study on all physical cores of this machine: installs what is missing, builds, runs.
# usage: workstation.sh STUDY [OPTION…]     options go to `winnow run`: --overwrite, --set section.key=value, …
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
source_folder=$(dirname "$here")
build=$source_folder/build/release

if [ $# -eq 0 ] || [ "${1#-}" != "$1" ]; then
  sed -n '2,3s/^# //p' "$0" >&2
  exit 2
fi

"$here/install.sh"
if [ ! -f "$build/build.ninja" ]; then
  echo "Building Winnow in $build (a few minutes, once)" >&2
  (cd "$source_folder" && cmake --preset release -DWINNOW_TESTS=OFF) > /dev/null
fi
cmake --build "$build" --target winnow > "$build/build.log" 2>&1 || { tail -n 30 "$build/build.log" >&2; exit 1; }

# A core's hardware threads share its arithmetic: one kernel a physical core that this shell may use.
cores=$(lscpu --parse=CPU,CORE,SOCKET | grep -v '^#' |
  awk -F, -v allowed="$(taskset -cp $$ | sed 's/.*: //')" '
    BEGIN { n = split(allowed, part, ","); for (i = 1; i <= n; i++) { m = split(part[i], range, "-"); for (c = range[1]; c <= range[m]; c++) may[c] = 1 } }
    may[$1] && !seen[$2 "," $3]++ { count++ }
    END { print count ? count : 1 }')

source "$here/launch.sh"
launch "$cores" --map-by core --bind-to core -- "$build/bin/winnow" run "$@"
