/* How far a course of the SIR model is from what was observed: the sum of squared differences, in boys².
 * W. O. Kermack and A. G. McKendrick, "A contribution to the mathematical theory of epidemics", Proceedings
 * of the Royal Society A 115 (1927), 700-721: S' = -beta S I / N, I' = beta S I / N - gamma I. A day before
 * the first observation, one boy of 763 is infected. sir.awk is the same model as a program. */

#include <winnow/plugin/objective.h>

static const double boys = 763;
static const double observed[] = {
#include "boys-in-bed.txt"
};
enum { days = sizeof observed / sizeof observed[0], steps_per_day = 10 };

typedef struct {
  double susceptible, infected;
} State;

typedef struct {
  double beta, gamma; /* a day */
} Rates;

static State derivative(Rates rates, State at) {
  const double infections = rates.beta * at.susceptible * at.infected / boys;
  const State slope = {-infections, infections - rates.gamma * at.infected};
  return slope;
}

static State moved(State from, double h, State slope) {
  const State to = {from.susceptible + h * slope.susceptible, from.infected + h * slope.infected};
  return to;
}

/* A step of the classical Runge-Kutta method of fourth order. */
static State advanced(Rates rates, State from, double h) {
  const State k1 = derivative(rates, from);
  const State k2 = derivative(rates, moved(from, h / 2, k1));
  const State k3 = derivative(rates, moved(from, h / 2, k2));
  const State k4 = derivative(rates, moved(from, h, k3));
  return moved(moved(moved(moved(from, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
}

static double misfit(Rates rates) {
  State state = {boys - 1, 1};
  double sum = 0;
  for (int day = 0; day < days; ++day) {
    for (int step = 0; step < steps_per_day; ++step) state = advanced(rates, state, 1.0 / steps_per_day);
    const double difference = state.infected - observed[day];
    sum += difference * difference;
  }
  return sum;
}

static int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  (void)handle;
  if (d != 2 || m != 1) return 1;
  for (long i = 0; i < n; ++i) {
    const Rates rates = {x[i * d], x[i * d + 1]};
    outputs[i] = misfit(rates);
  }
  return 0;
}

static const winnow_objective objective = {
    WINNOW_OBJECTIVE_VERSION, WINNOW_OBJECTIVE_CONCURRENT, "sir", "1", 0, 0, evaluate, 0};

const winnow_objective* winnow_objective_plugin(void) {
  return &objective;
}
