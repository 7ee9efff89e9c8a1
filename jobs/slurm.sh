#!/bin/bash
#SBATCH --job-name=winnow
#SBATCH --output=winnow-%j.log
# Runs a study inside a SLURM allocation, one rank a task; the memory limit is the allocation's.
# usage: sbatch [-N NODES --ntasks-per-node=N --mem=SIZE] slurm.sh STUDY [OPTION…]
set -euo pipefail
[ $# -gt 0 ] || { sed -n '4,5s/^# //p' "$0" >&2; exit 2; }
# SLURM runs a copy of this script: the folder is that of the submission, or WINNOW_HOME.
home=${WINNOW_HOME:-$SLURM_SUBMIT_DIR}
source "$home/jobs/launch.sh"
launch "$SLURM_NTASKS" --map-by core --bind-to core -- "${WINNOW:-$home/build/release/bin/winnow}" run "$@"
