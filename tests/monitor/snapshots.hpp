#pragma once
// A snapshot to try things on.

#include "winnow/report/run_view.hpp"

namespace winnow::monitor {

inline report::RunView reduce_snapshot() {
  report::RunView snapshot;
  snapshot.title = "City: three routers";
  snapshot.job = "reduce";
  snapshot.result = "/data/city.h5";
  snapshot.host = "node1";
  snapshot.pid = 4711;
  snapshot.started = "2026-11-21T16:10:00Z";
  snapshot.progress.elapsed = base::Seconds{10};
  snapshot.progress.done = 2500;
  snapshot.progress.found = 10000;
  snapshot.progress.found_all = true;
  snapshot.progress.rejected = 3;
  snapshot.progress.queues = {{"reduce", 100, 20, 4, 2500, 0, 1}};
  snapshot.nodes = {{"node1", 2, 2, 2, base::mebibytes(100), base::mebibytes(120), base::mebibytes(1000)},
                    {"node2", 2, 2, 1, base::mebibytes(800), base::mebibytes(900), base::mebibytes(1000)}};
  return snapshot;
}

}  // namespace winnow::monitor
