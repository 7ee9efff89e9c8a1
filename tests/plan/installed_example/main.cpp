// how_much FILE-SIZE...: what reading files of these sizes takes in memory, and how many workers fit here.

#include <cstdlib>
#include <iostream>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/cluster/environment.hpp"
#include "winnow/plan/memory_model.hpp"
#include "winnow/plan/report.hpp"
#include "winnow/plan/status.hpp"

namespace base = winnow::base;
namespace plan = winnow::plan;

int main(int argc, char** argv) {
  std::vector<base::Bytes> sizes;
  for (int i = 1; i < argc; ++i) {
    const auto size = base::parse_bytes(argv[i]);
    if (!size) {
      std::cerr << size.error().text() << '\n';
      return EXIT_FAILURE;
    }
    sizes.push_back(*size);
  }

  const auto status = plan::status_of(winnow::cluster::Environment::of_this_process(), {});
  if (!status) {
    std::cerr << status.error().text() << '\n';
    return EXIT_FAILURE;
  }
  std::cout << plan::status_text(*status);

  const plan::PieceSizes pieces(sizes);
  const auto& model = status->plan.model;
  const auto& here = status->plan.nodes.front();
  const auto workers = plan::best_workers(model, pieces, here.budget, here.cores);
  std::cout << "the largest alone: " << base::to_text(plan::file_peak(model, pieces.largest())) << '\n'
            << "as a batch, whole: " << workers << " workers, "
            << base::to_text(plan::batch_peak(model, pieces, workers)) << '\n';
}
