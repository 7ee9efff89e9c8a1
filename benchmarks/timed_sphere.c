/* A sphere as a plugin, of which an evaluation takes as long as its options say: see timed_sphere.h. */
#include "timed_sphere.h"

#include <stdlib.h>

#include "winnow/plugin/objective.h"

static void* create(const char* options, char* error, long error_size) {
  manner* how = calloc(1, sizeof *how);
  if (how != NULL && parse_manner(options, how)) return how;
  snprintf(error, (size_t)error_size, "options are a way, spin, compute or sleep, and seconds");
  free(how);
  return NULL;
}

static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  for (long i = 0; i < n; ++i) {
    outputs[i * m] = sphere(d, x + i * d);
    pass(handle);
  }
  return 0;
}

static const winnow_objective objective = {
    WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "timed sphere", "1", create, 0, evaluate, free};

const winnow_objective* winnow_objective_plugin(void) {
  return &objective;
}
