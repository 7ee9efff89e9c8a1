# For sourcing: launch RANKS [MPIRUN-OPTION…] -- PROGRAM [ARGUMENT…]
# Starts PROGRAM with mpirun as Winnow wants it and returns its exit status.

launch() {
  local ranks=$1 options=()
  shift
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  # mpirun gives its ranks pseudo-terminals even when its own output is redirected: say what it is.
  local terminal=no
  [ -t 1 ] && terminal=$(tput cols 2> /dev/null || echo 80)
  # A container is often root; Open MPI wants to be told that this is meant.
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 WINNOW_TERMINAL=${WINNOW_TERMINAL-$terminal} \
    mpirun --quiet -n "$ranks" "${options[@]}" "$@"
}
