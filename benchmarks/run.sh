#!/bin/bash
# Builds the benchmarks and runs them, all or those named; keeps the figures as JSON.
# usage: run.sh [TYPE…]                      TYPE: reports, csv, blocks, memory, scaling, limit, pressure, workers,
#                                            prediction, farm, messages, sums, profile, sampling, de, quality, optimize
#        run.sh compare OLD.json NEW.json    sets two runs side by side
# REPORTS=N sets the number of small reports (200000), CSV_MEGABYTES=N the size of the csv (2000),
# SCALING_GIGABYTES="0.1 20" the sizes of which scaling and limit are measured, PRESSURE_GIGABYTES=N that of pressure
# (10), QUALITY_DIMENSIONS="10 30" and QUALITY_SEEDS=N (25) the dimensions and the searches of each kind of which quality
# takes the means. SLOW_TASKS=N (60000) is how many answers messages sends to a slow master.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
source_folder=$(dirname "$here")
if [ "${1-}" = compare ]; then
  exec "$here/benchmark.py" "$@"
fi
"$source_folder/jobs/install.sh" --benchmark
build=$source_folder/build/release
(cd "$source_folder" && cmake --preset release -DWINNOW_BENCHMARKS=ON) > /dev/null
cmake --build "$build" --target winnow benchmarks > "$build/build.log" 2>&1 ||
  { tail -n 30 "$build/build.log" >&2; exit 1; }
exec "$here/benchmark.py" run "$build" "$source_folder/build/benchmarks/$(date -u +%Y-%m-%dT%H%M%SZ).json" "$@"
