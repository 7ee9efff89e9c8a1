// Rosenbrock's valley within a disk, to show options and a constraint. options = "2.0" is the disk's squared
// radius. The second output is how far outside a point is: constraints = ["outside <= 0"].

#include <winnow/plugin/objective.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace {

class Disk {
 public:
  explicit Disk(double squared_radius) : squared_radius_(squared_radius) {}

  void evaluate(const double* x, double* outputs) const {
    const double valley = x[1] - x[0] * x[0];
    const double slope = 1 - x[0];
    outputs[0] = 100 * valley * valley + slope * slope;
    outputs[1] = x[0] * x[0] + x[1] * x[1] - squared_radius_;
  }

 private:
  double squared_radius_;
};

void* create(const char* options, char* error, long error_size) {
  char* end = nullptr;
  const double squared_radius = std::strtod(options, &end);
  if (end == options || *end != '\0' || !(squared_radius > 0)) {
    std::snprintf(error, static_cast<std::size_t>(error_size), "\"%s\" is no squared radius", options);
    return nullptr;
  }
  return std::make_unique<Disk>(squared_radius).release();
}

long outputs(const void*) {
  return 2;
}

int evaluate(void* handle, long n, long d, const double* x, long m, double* outputs) {
  constexpr int not_in_the_plane = 1;
  if (d != 2 || m != 2) return not_in_the_plane;
  for (long i = 0; i < n; ++i) static_cast<const Disk*>(handle)->evaluate(x + i * d, outputs + i * m);
  return 0;
}

void destroy(void* handle) {
  delete static_cast<Disk*>(handle);
}

constexpr winnow_objective objective{WINNOW_OBJECTIVE_VERSION,
                                     WINNOW_OBJECTIVE_CONCURRENT,
                                     "rosenbrock_in_disk",
                                     "1",
                                     create,
                                     outputs,
                                     evaluate,
                                     destroy};

}  // namespace

const winnow_objective* winnow_objective_plugin() {
  return &objective;
}
