/*
 * Objectives of your own, as a shared library. Winnow loads the library and asks it for values; a library
 * written in C, C++, Fortran or anything that can export a C function will do. This header includes nothing.
 *
 * A library exports one function, winnow_objective_plugin(), which describes the objective:
 *
 *   static const winnow_objective sphere = {
 *     WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "sphere", "1.0", 0, 0, evaluate, 0};
 *   const winnow_objective* winnow_objective_plugin(void) { return &sphere; }
 *
 *   cc -shared -fPIC -o libsphere.so sphere.c
 *
 * Winnow makes a handle for each of its threads, evaluates with it, and destroys it at the end. A value
 * should depend on the parameters (and the options) alone: then a run gives the same answer on any number of
 * ranks. No function may end the process, change the directory it works in or raise an exception through
 * this interface; an objective that may crash or hang is run with `isolate = true`. What is printed to
 * standard output comes among Winnow's own lines there, of which `--json` makes JSON: print to standard error.
 */
#ifndef WINNOW_PLUGIN_OBJECTIVE_H
#define WINNOW_PLUGIN_OBJECTIVE_H

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface: a library made for another one is refused. */
#define WINNOW_OBJECTIVE_VERSION 1

/* Flags. */
#define WINNOW_OBJECTIVE_SERIAL 0     /* one call at a time in the process, whatever the handle */
#define WINNOW_OBJECTIVE_CONCURRENT 1 /* calls on different handles may run at the same time */

typedef struct winnow_objective {
  int interface_version; /* WINNOW_OBJECTIVE_VERSION */
  int flags;
  const char* name;    /* of the objective, for people */
  const char* version; /* of what it computes: cached values of another version are not used */

  /*
   * Makes a handle, from the text of `options` in the study ("" if it has none). On failure gives null and
   * writes why into `error`, a text of at most `error_size` bytes with its terminating zero. May itself be
   * null: then handles are null and there are no options.
   */
  void* (*create)(const char* options, char* error, long error_size);

  /*
   * How many numbers a candidate has: the objective's value first, then whatever the study names (values
   * that constraints are made of, figures to record). May be null: 1.
   */
  long (*outputs)(const void* handle);

  /*
   * Evaluates `n` candidates of `d` parameters each: candidate i's are x[i * d] to x[i * d + d - 1], in the
   * order of the study, integers as whole numbers and choices as their index from 0. Its `m` outputs go to
   * outputs[i * m] and on; NaN there says that this candidate has failed. Gives 0, or any other status if
   * nothing could be evaluated. Never called twice at the same time with the same handle.
   */
  int (*evaluate)(void* handle, long n, long d, const double* x, long m, double* outputs);

  /* Ends a handle. May be null. */
  void (*destroy)(void* handle);
} winnow_objective;

/* The one function that a library exports. What it points to stays valid as long as the library is loaded. */
const winnow_objective* winnow_objective_plugin(void);

#ifdef __cplusplus
}
#endif

#endif
