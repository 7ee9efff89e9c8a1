#!/bin/bash
#PBS -N winnow
#PBS -j oe
# Runs a study inside a PBS job, one rank a slot; the memory limit is the job's.
# usage: qsub -l select=NODES:ncpus=N:mpiprocs=N:mem=SIZE -v STUDY=FILE[,OPTIONS="…"] pbs.sh
set -euo pipefail
[ -n "${STUDY-}" ] || { sed -n '4,5s/^# //p' "$0" >&2; exit 2; }
cd "$PBS_O_WORKDIR"
# PBS runs a copy of this script: the folder is that of the submission, or WINNOW_HOME.
home=${WINNOW_HOME:-$PBS_O_WORKDIR}
source "$home/jobs/launch.sh"
launch "$(wc -l < "$PBS_NODEFILE")" --hostfile "$PBS_NODEFILE" --map-by core --bind-to core -- \
  "${WINNOW:-$home/build/release/bin/winnow}" run "$STUDY" ${OPTIONS-}
