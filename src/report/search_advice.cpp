#include "report/search_advice.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "winnow/base/operations.hpp"

namespace winnow::report {
namespace {

namespace operations = base::operations;

/// What a generation must take that is worth handing out: the way there and back, a few thread switches and
/// messages of 200 µs together, and some times that for a gain. Below it a search keeps to one kernel (Pace
/// in src/optimize), however many there are.
constexpr base::Seconds worth_handing_out{600e-6};

/// What a steady search spends on each candidate, on its own: choosing it, a message each way, and its
/// result.
constexpr base::Seconds steady_exchange{20e-6};

/// What an evaluation must take for a steady search to gain, and for a generation to gain by a population
/// that fits the workers: below it, messages are a large part of the time.
constexpr base::Seconds worth_steady{1e-3};

/// So many candidates make a generation of brief evaluations worth its messages and the wait at its end:
/// with 20 to 150 µs each, generations of so many were 1.4 to 2.9 times as fast as a steady search, and
/// small ones slower.
constexpr std::uint64_t many_at_once = 100;

base::Seconds own_time(std::span<const OperationRow> all, const base::OperationKind& kind) {
  const auto* const row = find_row(all, kind);
  return row != nullptr ? row->own : base::Seconds{};
}

/// That of programs included.
base::Seconds time_of_evaluating(std::span<const OperationRow> all) {
  return own_time(all, operations::evaluate) + own_time(all, operations::program_start) +
         own_time(all, operations::program_wait);
}

std::uint64_t evaluations(std::span<const OperationRow> all) {
  const auto* const row = find_row(all, operations::evaluate);
  return row != nullptr ? row->items : 0;
}

/// The mean of one; nothing where there was none.
std::optional<base::Seconds> evaluation_time(std::span<const OperationRow> all) {
  const auto count = evaluations(all);
  if (count == 0) return std::nullopt;
  return time_of_evaluating(all) * (1 / static_cast<double>(count));
}

bool is_steady(const SearchFacts& search) {
  return search.problems > 0 && !search.has_generations;
}

/// That more ranks gain nothing, where evaluations cost less than messages about them; else nothing.
std::optional<std::string> advice_on_cheapness(std::span<const OperationRow> all, const SearchFacts& search) {
  const auto each = evaluation_time(all);
  if (!each || search.problems == 0) return std::nullopt;
  if (is_steady(search)) {
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

/// What to do where each candidate is a message that is a large part of its time; else nothing.
std::optional<std::string> advice_on_messages(const std::optional<base::Seconds>& each,
                                              const SearchFacts& search) {
  if (!is_steady(search) || !each || *each >= worth_steady) return std::nullopt;
  const auto population = search.least_population >= many_at_once
                              ? std::string()
                              : fmt::format(" with a population of {} or more", many_at_once);
  return fmt::format(
      "each candidate is a message, and an evaluation takes {}: set [optimize] update = \"generation\"{}, "
      "which sends many at once",
      duration_text(*each), population);
}

std::string advice_on_waiting(const std::optional<base::Seconds>& each, const SearchFacts& search) {
  if (is_steady(search)) {
    return "a steady search has two candidates for each worker on their way, whatever its population: start "
           "fewer ranks";
  }
  if (each && *each < worth_steady) {
    return fmt::format(
        "a generation of evaluations of {} is too little for all workers: set [optimize] population higher",
        duration_text(*each));
  }
  if (search.fits_workers) {
    return "a generation ends before the next begins, though the population is a multiple of the workers: "
           "set [optimize] update = \"steady\"";
  }
  return "a generation ends before the next begins: set [optimize] population_multiple = \"workers\", or "
         "update = \"steady\"";
}

Advice on_waiting(const OperationRow& row, std::span<const OperationRow> all, const SearchFacts& search) {
  const auto finding = waiting_text(row);
  const auto each = evaluation_time(all);
  if (auto cheap = advice_on_cheapness(all, search)) return {finding, *std::move(cheap)};
  if (auto messages = advice_on_messages(each, search)) return {finding, *std::move(messages)};
  return {finding, advice_on_waiting(each, search)};
}

std::string advice_on_evaluating(std::span<const OperationRow> all, const SearchFacts& search) {
  if (auto cheap = advice_on_cheapness(all, search)) return *std::move(cheap);
  if (auto messages = advice_on_messages(evaluation_time(all), search)) return *std::move(messages);
  return fmt::format(
      "that is as it should be: more ranks make the search shorter, {}as long as there are cores",
      is_steady(search) ? "" : "up to its population and ");
}

std::string advice_on_searching(std::span<const OperationRow> all, const SearchFacts& search) {
  if (auto cheap = advice_on_cheapness(all, search)) return *std::move(cheap);
  if (own_time(all, operations::ask) + own_time(all, operations::tell) >= time_of_evaluating(all)) {
    return "evaluations cost less than candidates: more ranks do not help";
  }
  return "rank 0 does it while kernels evaluate: more ranks do not make it shorter";
}

/// Calls may be of one candidate or of thousands, thus by evaluations.
Advice on_searching(std::string_view what, const OperationRow& row, std::span<const OperationRow> all,
                    const SearchFacts& search) {
  const auto count = evaluations(all);
  const auto took = count > 0 ? duration_text(row.own * (1 / static_cast<double>(count))) + " an evaluation"
                              : duration_text(row.own);
  return {fmt::format("bound by the search itself: {} took {}", what, took),
          advice_on_searching(all, search)};
}

}  // namespace

std::optional<Advice> search_advice(const OperationRow& row, std::span<const OperationRow> all,
                                    const SearchFacts& search) {
  if (row.name == operations::ask.name) return on_searching("choosing candidates", row, all, search);
  if (row.name == operations::tell.name) return on_searching("taking up results", row, all, search);
  if (row.name == operations::evaluate.name) {
    return Advice{fmt::format("bound by the objective, {} an evaluation", per_item(row)),
                  advice_on_evaluating(all, search)};
  }
  if (row.name == operations::program_wait.name) {
    return Advice{fmt::format("bound by the program, {} a run", duration_text(row.mean)),
                  advice_on_evaluating(all, search)};
  }
  if (find_row(all, operations::ask) == nullptr) return std::nullopt;
  if (row.name == operations::wait_for_work.name) return on_waiting(row, all, search);
  if (row.name == operations::task.name) {
    if (auto cheap = advice_on_cheapness(all, search)) return Advice{task_text(row), *std::move(cheap)};
  }
  return std::nullopt;
}

}  // namespace winnow::report
