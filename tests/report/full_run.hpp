#pragma once
// A run with something in every metric.

#include "winnow/report/run_view.hpp"

namespace winnow::report {

inline RunView full_run() {
  RunView run;
  run.study = "city";
  run.job = "reduce";
  run.run_started = base::Seconds{1'700'000'000};
  run.nodes = {
      {"n1", 4, 3, 2, base::mebibytes(300), base::mebibytes(400), base::gibibytes(8)},
      {"n2", 2, 2, 2, base::mebibytes(100), base::mebibytes(100), base::Bytes::unlimited()},
  };
  run.progress.queues = {{"files", 10, 5, 2, 300, 1, 7, 308, base::Seconds{15.5}}};
  run.progress.queues[0].durations.add(base::Seconds{0.05}, 300);
  run.progress.queues[0].durations.add(base::Seconds{2}, 8);
  run.progress.searches = {{"", 50, 1000, 3, 5, 4, -0.125, true, 0.5}};
  run.alerts = {{"memory", "critical", "node n1 is full", true}, {"memory", "critical", "n2 was", false}};
  run.processes = {{0, "n1", 1e8, 2e8, 12.5, 9, 30, 2, 1e6, 5e5, 3, 4e7, 1.5}};
  run.hosts = {{"n1", 5e9, 3e9, 0.25, 0.0, 0.125}};
  return run;
}

}  // namespace winnow::report
