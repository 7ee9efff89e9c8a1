#!/bin/bash
# One rank of launch.sh: runs PROGRAM, passes signals on to it and always ends with 0, because mpirun would end
# the whole run for one rank that does not. Rank 0 leaves its exit status in STATUS_FILE.
# usage: rank.sh STATUS_FILE PROGRAM [ARGUMENT…]
status_file=$1
shift
"$@" &
program=$!
trap 'kill -USR1 $program 2> /dev/null' USR1
trap 'kill -TERM $program 2> /dev/null' TERM
# A signal ends the wait, too: it is over when the program is.
while wait $program; status=$?; [ $status -gt 128 ] && kill -0 $program 2> /dev/null; do :; done 2> /dev/null
[ $status -le 128 ] || echo "rank $OMPI_COMM_WORLD_RANK was ended by SIG$(kill -l $status)" >&2
[ "${OMPI_COMM_WORLD_RANK-0}" != 0 ] || echo $status > "$status_file"
exit 0
