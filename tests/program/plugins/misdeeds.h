/* What tests can ask of the plugin `scripted`: each is a value of the first parameter. */
#ifndef WINNOW_TESTS_MISDEEDS_H
#define WINNOW_TESTS_MISDEEDS_H

enum {
  SEGFAULT = -1,
  ABORT = -2,
  EXIT = -3,
  HANG = -4,
  GIVE_STATUS = -5,
  GIVE_NAN = -6,
  TAKE_MEMORY = -7,
  READ_INPUT = -8,
  FLOOD = -9,
  GIVE_PROCESS = -10,
  HANG_UP = -11,
  FORK_LARGE = -12
};

#endif
