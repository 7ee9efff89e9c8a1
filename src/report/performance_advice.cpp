#include "report/performance_advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "winnow/base/operations.hpp"

namespace winnow::report {
namespace {

namespace operations = base::operations;

/// Below this share of the time, whatever is done about an operation gains nothing worth the trouble.
constexpr double worth_a_word = 0.05;

/// Nor where it took all threads together less than this.
constexpr base::Seconds worth_time{0.1};

/// Below this one it is not listed with those that took the time.
constexpr double worth_listing = 0.01;

/// Rates whose deviation is above this share of their mean are no property of the disk alone: somebody else
/// uses it, too.
constexpr double unsteady = 0.5;
constexpr std::uint64_t windows_to_judge = 4;

/// Kernels that wait for less than this each time get tasks that are too small, rather than too few.
constexpr base::Seconds short_wait{2e-3};

/// What a generation must take that is worth handing out: the way there and back, a few thread switches and
/// messages of 200 µs together, and some times that for a gain. Below it a search keeps to one kernel (Pace
/// in src/optimize), however many there are.
constexpr base::Seconds worth_handing_out{600e-6};

/// What a steady search spends on each candidate, on its own: choosing it, a message each way, and its
/// result.
constexpr base::Seconds steady_exchange{20e-6};

/// What an evaluation must take for a steady search to gain: its way there and back, which each pays for on
/// its own, is to be a small part of it.
constexpr base::Seconds worth_steady{1e-3};

/// Of which less than this part came from disks, that came from memory.
constexpr double mostly = 0.5;

bool ran(std::span<const OperationRow> all, const base::OperationKind& kind) {
  return std::ranges::any_of(all, [&](const auto& row) { return row.name == kind.name && row.items > 0; });
}

/// With how even its rate was, where that was seen.
std::string storage_text(const OperationRow& row) {
  if (row.windows < windows_to_judge || row.rate_deviation <= unsteady * row.rate_mean) {
    return rate_text(row.throughput);
  }
  return fmt::format("{}, unsteady: {} ± {}", rate_text(row.throughput), rate_text(row.rate_mean),
                     rate_text(row.rate_deviation));
}

std::string per_item(const OperationRow& row) {
  const auto items = std::max<std::uint64_t>(1, row.items);
  return duration_text(row.own * (1 / static_cast<double>(items)));
}

/// What its share of the time is made of: without operations within it.
std::string calls_text(const OperationRow& row) {
  const auto calls = std::max<std::uint64_t>(1, row.calls);
  return fmt::format("{} each of {} times", duration_text(row.own * (1 / static_cast<double>(calls))),
                     row.calls);
}

/// Of operations that others run within.
std::string own_rate_text(const OperationRow& row) {
  return rate_text(row.own.count > 0 ? static_cast<double>(row.bytes.count) / row.own.count : 0);
}

/// The mean of one, that of its program included; nothing where there was none.
std::optional<base::Seconds> evaluation_time(std::span<const OperationRow> all) {
  base::Seconds own;
  std::uint64_t evaluations = 0;
  for (const auto& row : all) {
    const bool evaluates = row.name == operations::evaluate.name;
    if (evaluates) evaluations = row.items;
    if (evaluates || row.name == operations::program_start.name || row.name == operations::program_wait.name)
      own += row.own;
  }
  if (evaluations == 0) return std::nullopt;
  return own * (1 / static_cast<double>(evaluations));
}

/// That more ranks gain nothing, where evaluations cost less than messages about them; else nothing.
std::optional<std::string> advice_on_cheapness(std::span<const OperationRow> all, const SearchFacts& search) {
  const auto each = evaluation_time(all);
  if (!each || search.problems == 0) return std::nullopt;
  if (!search.has_generations) {
    if (*each >= steady_exchange) return std::nullopt;
    return fmt::format(
        "an evaluation takes {}, less than a message about it: more ranks do not make the search faster, but "
        "[optimize] update = \"generation\" does, which needs no message for each",
        duration_text(*each));
  }
  const auto generation = *each * static_cast<double>(search.population);
  if (search.population == 0 || generation > worth_handing_out) return std::nullopt;
  return fmt::format(
      "a generation takes {} to evaluate, less than the messages about it: more ranks do not make the search "
      "faster, {}",
      duration_text(generation), search.problems == 1 ? "one is enough" : "one for each problem is enough");
}

/// Of a search whose every candidate is a message.
std::string advice_on_waiting_steadily(const std::optional<base::Seconds>& each) {
  if (each && *each < worth_steady) {
    return fmt::format(
        "each candidate is a message, and an evaluation takes {}: set [optimize] update = \"generation\", "
        "which sends many at once",
        duration_text(*each));
  }
  return "a steady search has two candidates for each worker on their way, whatever its population: start "
         "fewer ranks";
}

std::string advice_on_waiting_search(std::span<const OperationRow> all, const SearchFacts& search) {
  if (auto advice = advice_on_cheapness(all, search)) return *std::move(advice);
  const auto each = evaluation_time(all);
  if (search.problems > 0 && !search.has_generations) return advice_on_waiting_steadily(each);
  const bool may_be_steady = !each || *each >= worth_steady;
  if (search.fits_workers) {
    return fmt::format(
        "a generation ends before the next begins, though the population is a multiple of the workers: set "
        "{}",
        may_be_steady ? "[optimize] update = \"steady\""
                      : "[optimize] population higher, or start fewer ranks");
  }
  return fmt::format(
      "a generation ends before the next begins: set [optimize] population_multiple = \"workers\", or {}",
      may_be_steady ? "update = \"steady\"" : "population higher");
}

Advice on_waiting(const OperationRow& row, std::span<const OperationRow> all, const SearchFacts& search) {
  const auto finding =
      fmt::format("kernels waited for the master, {} each of {} times", duration_text(row.mean), row.calls);
  if (ran(all, operations::ask)) return {finding, advice_on_waiting_search(all, search)};
  if (row.mean < short_wait) {
    return {finding,
            "tasks are too small: set [farm] prefetch or batch higher, or put runs into fewer files"};
  }
  return {finding,
          "there is too little work at a time for so many workers: start fewer ranks, or set "
          "[resources] chunk smaller, so that large files are cut for all of them"};
}

Advice on_evaluating(const OperationRow& row, std::span<const OperationRow> all, const SearchFacts& search) {
  return {fmt::format("bound by the objective, {} an evaluation", per_item(row)),
          advice_on_cheapness(all, search)
              .value_or("that is as it should be: more ranks make the search shorter, up to its population")};
}

Advice on_reading(const OperationRow& row, const std::optional<base::Bytes>& from_storage) {
  if (from_storage &&
      static_cast<double>(from_storage->count) < mostly * static_cast<double>(row.bytes.count)) {
    return {fmt::format("bound by copying from the page cache, at {} a thread", storage_text(row)),
            "most of it did not come from a disk, and a faster one does not help: more ranks share it, as "
            "long as there are cores"};
  }
  return {fmt::format("disk-bound, at {} a thread", storage_text(row)),
          "more ranks on one node do not help; put the files on a faster disk, compress them with zstd, or "
          "use more nodes"};
}

Advice on_hdf5_write(const OperationRow& row, const std::optional<CompressionChoice>& compression) {
  if (compression && compression->recommended != compression->used) {
    const bool is_heavy = compression->recommended < compression->used;
    return {fmt::format("compression too {}: writing took {} at level {}", is_heavy ? "heavy" : "light",
                        to_text(compression->took), compression->used),
            fmt::format("set [result] compression = {}, with which it would take about {}",
                        compression->recommended, to_text(compression->would_take))};
  }
  return {fmt::format("writing the result, at {}", storage_text(row)),
          "write it to a faster disk with --output, or leave out rows with [reduce] runs = false"};
}

using Advise = Advice (*)(const OperationRow&);

struct Known {
  const base::OperationKind& kind;
  Advise advise;
};

/// Those whose advice depends on nothing but their own figures.
constexpr std::array known{
    Known{operations::parse,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("parse-bound, at {} a thread", own_rate_text(row)),
                    "more ranks make it faster, as long as there are cores; [reduce] metrics that name "
                    "only what is needed spare the other columns"};
          }},
    Known{operations::open,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by opening files, {} each", duration_text(row.mean)),
                    "put many runs into one file, or the files on a local disk"};
          }},
    Known{operations::unpack,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by decompression, at {} a thread", rate_text(row.throughput)),
                    "zstd unpacks several times as fast as gzip"};
          }},
    Known{operations::fold,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by statistics, {} a row", per_item(row)),
                    "leave out groupings, metrics and percentiles that are not needed"};
          }},
    Known{operations::merge,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by merging groups at the nodes' leaders, at {}",
                                rate_text(row.throughput)),
                    "[reduce] runs = false leaves out the rows of single runs; [farm] batch set higher "
                    "brings more files in one partial state"};
          }},
    Known{operations::gather,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bringing the groups of all nodes together took {} a rank",
                                duration_text(row.mean)),
                    "fewer groups, or [reduce] runs = false, leave less to send"};
          }},
    Known{operations::ask,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by the search itself: choosing took {} a task", per_item(row)),
                    "evaluations cost less than candidates: more ranks do not help"};
          }},
    Known{operations::tell,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by the search itself: results took {} each", duration_text(row.mean)),
                    "evaluations cost less than candidates: more ranks do not help"};
          }},
    Known{operations::program_start,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by starting programs, {} each", duration_text(row.mean)),
                    "let a program do more each time, or make a plugin of it"};
          }},
    Known{operations::program_wait,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by the program, {} a run", duration_text(row.mean)),
                    "that is as it should be: more ranks make the search shorter, up to its population"};
          }},
    Known{operations::task,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("tasks' own work, {} each at the most in 95 of 100", duration_text(row.p95)),
                    "that is the job's own work beside what is measured by itself: more ranks share it"};
          }},
    Known{operations::send,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by messages, {}", calls_text(row)),
                    "[farm] batch set higher sends fewer and larger ones"};
          }},
    Known{operations::hdf5_close,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("the disk of the result took {} to take it all", duration_text(row.mean)),
                    "write it to a faster disk with --output"};
          }},
    Known{operations::hdf5_check,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("reading the result back took {}", duration_text(row.mean)),
                    "write it to a faster disk with --output"};
          }},
    Known{operations::journal_write,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("the checkpoint's disk, at {}", storage_text(row)),
                    "no kernel waits for it; set [checkpoint] path to a faster disk"};
          }},
    Known{operations::checkpoint,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("making checkpoints durable took {} each", duration_text(row.mean)),
                    "no kernel waits for it; set [checkpoint] interval longer, or path to a faster disk"};
          }},
    Known{operations::cache_find,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("looking into the cache took {} each", duration_text(row.mean)),
                    "have the cache on a local disk, or do without where evaluations are cheaper"};
          }},
    Known{operations::cache_write,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("the cache's disk, at {}", storage_text(row)),
                    "have the cache on a local disk"};
          }},
};

/// Three significant digits.
std::string digits(double number) {
  return fmt::format("{:.3g}", number);
}

struct Scale {
  double factor;
  std::string_view unit;
};

/// By the largest scale that is not above the number, or the first.
std::string scaled(double number, std::span<const Scale> scales) {
  auto scale = scales.front();
  for (const auto& one : scales) {
    if (number >= 0.9995 * one.factor) scale = one;
  }
  return fmt::format("{} {}", digits(number / scale.factor), scale.unit);
}

template <class Of>
std::vector<OperationRow> largest(std::span<const OperationRow> all, std::size_t most, Of of) {
  std::vector<OperationRow> rows;
  std::ranges::copy_if(all, std::back_inserter(rows), [&](const auto& row) { return of(row) > 0; });
  std::ranges::stable_sort(rows, std::ranges::greater{}, of);
  if (rows.size() > most) rows.resize(most);
  return rows;
}

}  // namespace

Advice advice_on(const OperationRow& row, std::span<const OperationRow> all, const RunFacts& facts) {
  if (row.share < worth_a_word || row.own < worth_time) {
    return {calls_text(row), "that is little: nothing is to be gained there"};
  }
  if (row.name == operations::wait_for_work.name) return on_waiting(row, all, facts.search);
  if (row.name == operations::evaluate.name) return on_evaluating(row, all, facts.search);
  if (row.name == operations::read.name) return on_reading(row, facts.from_storage);
  if (row.name == operations::hdf5_write.name) return on_hdf5_write(row, facts.compression);
  const auto found = std::ranges::find_if(known, [&](const Known& one) { return one.kind.name == row.name; });
  if (found != known.end()) return found->advise(row);
  return {calls_text(row), "nothing is known that would make it shorter"};
}

std::vector<OperationRow> worth_advice(std::span<const OperationRow> all, std::size_t most) {
  auto rows = largest_by_time(all, most);
  std::erase_if(rows, [](const OperationRow& row) { return row.share < worth_listing; });
  return rows;
}

std::vector<OperationRow> largest_by_time(std::span<const OperationRow> all, std::size_t most) {
  return largest(all, most, [](const OperationRow& row) { return row.own.count; });
}

std::vector<OperationRow> largest_by_bytes(std::span<const OperationRow> all, std::size_t most) {
  return largest(all, most, [](const OperationRow& row) { return row.bytes.count; });
}

std::string duration_text(base::Seconds time) {
  constexpr std::array scales{Scale{1e-9, "ns"}, Scale{1e-6, "µs"}, Scale{1e-3, "ms"}, Scale{1, "s"}};
  constexpr base::Seconds for_people{1000};
  return time < for_people ? scaled(time.count, scales) : base::to_text(time);
}

std::string rate_text(double bytes_a_second) {
  constexpr std::array scales{Scale{1, "B/s"}, Scale{1e3, "kB/s"}, Scale{1e6, "MB/s"}, Scale{1e9, "GB/s"}};
  return scaled(bytes_a_second, scales);
}

}  // namespace winnow::report
