#!/bin/bash
# One rank of launch.sh: runs PROGRAM, passes signals on to it and always ends with 0, because mpirun would end
# the whole run for one rank that does not. Rank 0 leaves "running" in STATUS_FILE, and then its exit status.
# usage: rank.sh STATUS_FILE PROGRAM [ARGUMENT…]
status_file=$1
shift
passing=

# Again and again, as it is not known when PROGRAM begins to heed signals.
pass_on() {
  [ -z "$passing" ] || kill $passing 2> /dev/null
  while kill -"$1" $program; do sleep 1; done &> /dev/null &
  passing=$!
}

# A signal that ended PROGRAM while MPI starts would leave the other ranks waiting for it: until it can heed
# signals it ignores them.
trap '' USR1 TERM
"$@" &
program=$!
trap 'pass_on USR1' USR1
trap 'pass_on TERM' TERM
[ "${OMPI_COMM_WORLD_RANK-0}" != 0 ] || echo running > "$status_file"
# A signal ends the wait, too: it is over when the program is.
while wait $program; status=$?; [ $status -gt 128 ] && kill -0 $program 2> /dev/null; do :; done 2> /dev/null
[ -z "$passing" ] || kill $passing 2> /dev/null
[ $status -le 128 ] || echo "rank $OMPI_COMM_WORLD_RANK was ended by SIG$(kill -l $status)" >&2
[ "${OMPI_COMM_WORLD_RANK-0}" != 0 ] || echo $status > "$status_file"
exit 0
