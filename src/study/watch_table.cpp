#include <fmt/format.h>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

constexpr base::Seconds millisecond{1e-3};
constexpr base::Seconds day{86400};

/// The collector passes over a file of another name, and says nothing of it.
std::vector<Finding> check(const Watch& watch) {
  if (watch.textfile.is_word() || watch.textfile.value().ends_with(".prom")) return {};
  const auto& name = watch.textfile.value();
  return {{"textfile",
           {fmt::format("textfile = {} does not end in \".prom\"", spell(name)),
            "the textfile collector of node_exporter reads no other files",
            fmt::format("write {}", spell(name + ".prom")),
            {}}}};
}

}  // namespace

Section watch_table() {
  return make_section(
      part_of(whole_study(), &Sections::watch),
      {.name = "watch",
       .doc = "What a run measures of its ranks and nodes, and what it warns of.",
       .applies = "all jobs"},
      {
          field(&Watch::interval,
                {.name = "interval",
                 .doc = "time between samples of memory, processor time and files; none: only start and end",
                 .unit = "seconds",
                 .range = between(millisecond * 10, day)}),
          field(&Watch::samples, {.name = "samples",
                                  .doc = "samples that a rank keeps: all of the latest, fewer of what is "
                                         "older, evenly over the whole run",
                                  .range = between(32, 100'000)}),
          field(&Watch::growth,
                {.name = "growth",
                 .doc = "growth of a rank's memory in a minute from which on the summary tells of it",
                 .unit = "bytes per minute",
                 .range = at_least(base::Bytes{0})}),
          field(&Watch::operations,
                {.name = "operations",
                 .doc = "measure what the run's time goes to, for winnow show FILE performance"}),
          field(&Watch::prometheus,
                {.name = "prometheus",
                 .doc = "address and port at which Prometheus finds metrics, `/metrics`; without an "
                        "address: on this machine alone",
                 .example = R"("127.0.0.1:9464")"}),
          field(&Watch::textfile,
                {.name = "textfile",
                 .doc = "file, below the study's folder or absolute, that metrics are written to for the "
                        "textfile collector of Prometheus' node_exporter",
                 .example = R"("/var/lib/prometheus/node-exporter/winnow.prom")"}),
          field(&Watch::textfile_interval, {.name = "textfile_interval",
                                            .doc = "time between writings of that file",
                                            .unit = "seconds",
                                            .range = between(millisecond * 10, day)}),
          field(&Watch::progress,
                {.name = "progress",
                 .doc = "time between two states that are shown; auto: 0.25 s on a terminal and with --json, "
                        "10 s where lines are kept; --quiet shows none",
                 .unit = "seconds",
                 .range = between(millisecond * 10, day)}),
          field(&Watch::messages,
                {.name = "messages",
                 .doc = "least severe messages on standard error; --quiet leaves no info, either"}),
          field(&Watch::log,
                {.name = "log",
                 .doc = "file, below the study's folder or absolute, to which all ranks append all "
                        "their messages with their time",
                 .example = R"("city.log")"}),
      },
      SectionCheck<Watch>(check));
}

}  // namespace winnow::study
