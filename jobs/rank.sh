#!/bin/bash
# One rank of launch.sh: runs PROGRAM, passes signals on to it and always ends with 0, because mpirun would end
# the whole run for one rank that does not. Rank 0 leaves "running" in STATUS_FILE, and then its exit status.
# usage: rank.sh STATUS_FILE PROGRAM [ARGUMENT…]
status_file=$1
shift
passed= passing=

# Again and again, as it is not known when PROGRAM begins to heed signals; so each need be heard only once.
pass_on() {
  [[ $passed != *$1* ]] || return 0
  passed+=" $1"
  while kill -"$1" $program; do sleep 0.2; done &> /dev/null &
  passing+=" $!"
}

# Says the number of PROGRAM's process, and then its status. A shell that ignores signals: one that heeds them may
# take the number of a signal that comes as PROGRAM ends for the status.
run_program() {
  "$@" >&4 4>&- &
  echo $!
  wait $! 2> /dev/null
  echo $?
}

# A signal that ended PROGRAM while MPI starts would leave the other ranks waiting for it: until it can heed
# signals it ignores them.
trap '' USR1 TERM
exec 4>&1
exec 3< <(run_program "$@") 4>&-
read -r -u 3 program
trap 'pass_on USR1' USR1
trap 'pass_on TERM' TERM
[ "${OMPI_COMM_WORLD_RANK-0}" != 0 ] || echo running > "$status_file"
read -r -u 3 status
trap '' USR1 TERM
[ -z "$passing" ] || kill $passing 2> /dev/null
[ $status -le 128 ] || echo "rank $OMPI_COMM_WORLD_RANK was ended by SIG$(kill -l $status)" >&2
[ "${OMPI_COMM_WORLD_RANK-0}" != 0 ] || echo $status > "$status_file"
exit 0
