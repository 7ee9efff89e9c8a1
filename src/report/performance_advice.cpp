#include "report/performance_advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "report/search_advice.hpp"
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

/// What disks take at a time: of writes that are smaller, the calls take the time and not the disk.
constexpr base::Bytes worth_a_disk{4096};

/// Of which less than this part came from disks, that came from memory.
constexpr double mostly = 0.5;

/// With how even its rate was, where that was seen.
std::string storage_text(const OperationRow& row) {
  if (row.windows < windows_to_judge || row.rate_deviation <= unsteady * row.rate_mean) {
    return rate_text(row.throughput);
  }
  return fmt::format("{}, unsteady: {} ± {}", rate_text(row.throughput), rate_text(row.rate_mean),
                     rate_text(row.rate_deviation));
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

Advice on_waiting(const OperationRow& row, std::span<const OperationRow> all) {
  if (row.mean < short_wait) {
    return {waiting_text(row),
            "tasks are too small: set [farm] prefetch or batch higher, or put runs into fewer files"};
  }
  if (find_row(all, operations::unpack) != nullptr) {
    return {waiting_text(row),
            "there is too little work at a time for so many workers, and compressed files are not cut: start "
            "fewer ranks, or spread the data over more files"};
  }
  return {waiting_text(row),
          "there is too little work at a time for so many workers: start fewer ranks, or set "
          "[resources] chunk smaller, so that large files are cut for all of them"};
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

Advice on_journal_write(const OperationRow& row) {
  if (row.bytes < worth_a_disk * row.calls) {
    return {
        fmt::format("small writes to the checkpoint, {}", calls_text(row)),
        "what each message brings is written by itself, even a single evaluation; no kernel waits for it"};
  }
  return {fmt::format("the checkpoint's disk, at {}", storage_text(row)),
          "no kernel waits for it; set [checkpoint] path to a faster disk"};
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
                    "more ranks make it faster, as long as there are cores and work for them"};
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
    Known{operations::program_start,
          [](const OperationRow& row) -> Advice {
            return {fmt::format("bound by starting programs, {} each", duration_text(row.mean)),
                    "let a program do more each time, or make a plugin of it"};
          }},
    Known{operations::task,
          [](const OperationRow& row) -> Advice {
            return {task_text(row),
                    "that is the job's own work beside what is measured by itself: more ranks share it, as "
                    "long as there are cores"};
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
    Known{operations::journal_write, on_journal_write},
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
  if (auto advice = search_advice(row, all, facts.search)) return *std::move(advice);
  if (row.name == operations::wait_for_work.name) return on_waiting(row, all);
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

const OperationRow* find_row(std::span<const OperationRow> all, const base::OperationKind& kind) {
  const auto found = std::ranges::find_if(
      all, [&](const OperationRow& row) { return row.name == kind.name && row.calls > 0; });
  return found != all.end() ? &*found : nullptr;
}

std::string per_item(const OperationRow& row) {
  const auto items = std::max<std::uint64_t>(1, row.items);
  return duration_text(row.own * (1 / static_cast<double>(items)));
}

std::string waiting_text(const OperationRow& row) {
  return fmt::format("kernels waited for the master, {} each of {} times", duration_text(row.mean),
                     row.calls);
}

std::string task_text(const OperationRow& row) {
  return fmt::format("tasks' own work, {} each at the most in 95 of 100", duration_text(row.p95));
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
