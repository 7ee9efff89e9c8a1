# For sourcing: launch RANKS [MPIRUN-OPTION…] -- PROGRAM [ARGUMENT…]
# Starts PROGRAM with mpirun as Winnow wants it and returns rank 0's exit status. When another rank dies, the
# others go on; when one dies while all write the result, one rank writes it alone. USR1 and TERM ask the program
# to stop: mpirun itself would kill it a second after a TERM.

launch_folder=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

launch() {
  local ranks=$1 options=() status=0
  shift
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  # mpirun gives its ranks pseudo-terminals even when its own output is redirected: say what it is.
  local terminal=no
  [ -t 1 ] && terminal=$(tput cols 2> /dev/null || echo 80)
  # A container is often root; Open MPI wants to be told that this is meant.
  local -x WINNOW_TERMINAL=${WINNOW_TERMINAL-$terminal}
  local -x OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  run_ranks mpirun --quiet --enable-recovery --mca orte_allowed_exit_without_sync 1 -x WINNOW_TERMINAL \
    -n "$ranks" "${options[@]}" -- "$@" || status=$?
  if [ $status -eq 76 ]; then
    echo "$0: one rank goes on alone, with --resume" >&2
    [[ " $* " == *" --resume "* ]] || set -- "$@" --resume
    status=0
    # Without mpirun, which would not start while one of its nodes is gone.
    run_ranks -- "$@" || status=$?
  fi
  return $status
}

# run_ranks STARTER [OPTION…] -- PROGRAM [ARGUMENT…]
run_ranks() {
  local starter=()
  while [ "$1" != -- ]; do starter+=("$1"); shift; done
  shift
  # Rank 0 may run on another node: the working folder is one that both see.
  local status_file running= asked= passing=
  trap 'asked=yes; pass_on' USR1 TERM
  status_file=$(mktemp -p "$PWD" .winnow-XXXXXX 2> /dev/null) || status_file=$(mktemp)
  "${starter[@]}" "$launch_folder/rank.sh" "$status_file" "$@" &
  running=$!
  [ -z "$asked" ] || pass_on
  # After a loss mpirun may wait for ever for what is gone: once rank 0 is done, it is ended.
  end_when_done "$status_file" $running &> /dev/null &
  local watcher=$!
  while wait $running; [ $? -gt 128 ] && kill -0 $running 2> /dev/null; do :; done
  trap - USR1 TERM
  kill $watcher $passing 2> /dev/null || true
  local status
  status=$(grep -v running "$status_file")
  rm -f "$status_file"
  if [ "${status:-255}" -gt 128 ]; then
    echo "$0: rank 0 was lost (it was killed, or its node was), and the run with it: see above, then run it again" >&2
    status=1
  fi
  return "$status"
}

# Asks what runs to stop, once rank 0 is there: before, mpirun and ranks would be ended by the signal. Then again
# and again, as another rank may be there later. Part of run_ranks.
pass_on() {
  [ -n "$running" ] && [ -z "$passing" ] || return 0
  while kill -0 $running; do
    [ ! -s "$status_file" ] || kill -USR1 $running
    sleep 0.2
  done &> /dev/null &
  passing=$!
}

# The patience is for the last words of the other ranks.
end_when_done() {
  until grep -q '[0-9]' "$1"; do sleep 0.5; done
  sleep 5
  kill -TERM "$2"
  sleep 5
  kill -KILL "$2"
}
