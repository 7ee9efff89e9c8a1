/* Rosenbrock's valley in any number of dimensions: the least a plugin has to say.
 * H. H. Rosenbrock, "An automatic method for finding the greatest or least value of a function", The Computer
 * Journal 3 (1960), 175-184. The minimum is 0 at (1, ..., 1). */

#include <winnow/plugin/objective.h>

static double rosenbrock(long d, const double* x) {
  double sum = 0;
  for (long i = 0; i + 1 < d; ++i) {
    const double valley = x[i + 1] - x[i] * x[i];
    const double slope = 1 - x[i];
    sum += 100 * valley * valley + slope * slope;
  }
  return sum;
}

static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  (void)handle;
  if (m != 1) return 1;
  for (long i = 0; i < n; ++i) outputs[i] = rosenbrock(d, x + i * d);
  return 0;
}

static const winnow_objective objective = {
    WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "rosenbrock", "1", 0, 0, evaluate, 0};

const winnow_objective* winnow_objective_plugin(void) {
  return &objective;
}
