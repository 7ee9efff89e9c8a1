#pragma once
// A farm on a bench: one thread, and tasks that end in any order.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/random.hpp"
#include "winnow/optimize/optimization.hpp"

namespace winnow::optimize {

/// In memory, and cut wherever a test wants.
class MemoryJournal final : public Journal {
 public:
  [[nodiscard]] bool ended() const override { return records.size() >= most_records; }
  void append(std::span<const std::byte> record) override {
    records.emplace_back(record.begin(), record.end());
  }
  void read(const std::function<void(std::span<const std::byte>)>& take) override {
    for (const auto& record : records) take(record);
  }

  std::vector<base::Buffer> records;
  std::size_t most_records = static_cast<std::size_t>(-1);
};

/// An objective that a test writes as a function; what it throws is a failure of the evaluation.
class TestObjective final : public ObjectiveMaker {
 public:
  using Function = std::function<std::vector<double>(std::span<const double>)>;
  explicit TestObjective(Function function, bool is_foreign = true)
      : function_(std::move(function)), is_foreign_(is_foreign) {}

  [[nodiscard]] base::Result<std::unique_ptr<Objective>> make() const override {
    return std::make_unique<Calls>(function_);
  }
  [[nodiscard]] std::vector<std::string> outputs() const override { return outputs_; }
  [[nodiscard]] bool is_foreign() const override { return is_foreign_; }

  std::vector<std::string> outputs_{"value"};

 private:
  class Calls final : public Objective {
   public:
    explicit Calls(const Function& function) : function_(function) {}
    void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) override {
      const auto width = values.size() / evaluations.size();
      for (std::size_t i = 0; i < evaluations.size(); ++i) {
        try {
          evaluations[i].outputs = function_(values.subspan(i * width, width));
        } catch (const std::exception& failure) {
          evaluations[i].status = Status::exit_status;
          evaluations[i].reason = failure.what();
          evaluations[i].outputs.clear();
        }
      }
    }

   private:
    const Function& function_;
  };

  Function function_;
  bool is_foreign_;
};

inline double sphere(std::span<const double> x) {
  double sum = 0;
  for (const double one : x) sum += (one - 1) * (one - 1);
  return sum;
}

inline Problem problem_of(std::shared_ptr<const ObjectiveMaker> objective, std::uint64_t evaluations = 600) {
  std::vector<evolve::Parameter> parameters(2);
  parameters[0].name = "x";
  parameters[1].name = "y";
  for (auto& parameter : parameters) {
    parameter.low = -5;
    parameter.high = 5;
  }
  evolve::Options options;
  options.algorithm = evolve::Algorithm::de;
  options.population = 20;
  options.budget.evaluations = evaluations;
  return {.name = "",
          .space = evolve::Space::make(parameters).value(),
          .options = options,
          .judge = Judge(Goal::min, {}, 0, {}),
          .objective = std::move(objective)};
}

inline Problem sphere_problem(bool is_foreign = true) {
  const auto function = [](std::span<const double> x) { return std::vector<double>{sphere(x)}; };
  return problem_of(std::make_shared<TestObjective>(function, is_foreign));
}

inline std::vector<Problem> recorded_sphere() {
  std::vector<Problem> problems{sphere_problem()};
  problems[0].recording = Recording::all;
  return problems;
}

/// Of few values, which come again and again.
inline std::vector<Problem> coarse(std::vector<Problem> problems) {
  auto parameters = problems[0].space.parameters();
  for (auto& parameter : parameters) parameter.type = evolve::ParameterType::integer;
  problems[0].space = evolve::Space::make(parameters).value();
  return problems;
}

/// Of which each goes on in a way of its own.
using KindOfSearch = std::pair<evolve::Algorithm, evolve::Update>;
inline constexpr KindOfSearch kinds_of_search[] = {{evolve::Algorithm::jso, evolve::Update::generation},
                                                   {evolve::Algorithm::jso, evolve::Update::steady},
                                                   {evolve::Algorithm::shade, evolve::Update::generation},
                                                   {evolve::Algorithm::de, evolve::Update::generation},
                                                   {evolve::Algorithm::de, evolve::Update::steady}};

/// Runs an Optimization to its end, or until so many tasks have ended.
class Bench {
 public:
  Bench(const std::vector<Problem>& problems, MemoryJournal& journal, std::size_t workers = 2,
        base::Seconds tick = {1e-4}, std::vector<EvaluationStore*> stores = {})
      : tick_(tick),
        job_(problems, {.rank = 0,
                        .workers = workers,
                        .checkpoint = base::Seconds{0.01},
                        .journal = &journal,
                        .stores = std::move(stores),
                        .clock = clock_}),
        kernel_(job_.make_kernel()) {}

  Optimization& job() { return job_; }
  base::ManualClock& clock() { return clock_; }

  /// What becomes of a task, if not what the kernel makes of it.
  std::function<std::optional<farm::TaskFailure>(const farm::Task&)> fate = [](const farm::Task&) {
    return std::nullopt;
  };

  /// What ends only when nothing else is out.
  std::function<bool(const farm::Task&)> is_slow = [](const farm::Task&) { return false; };

  /// `credits` tasks are out at a time; `seed` tells which ends next. True if the source has finished.
  bool run(std::uint64_t seed = 1, std::size_t credits = 7, std::uint64_t most_tasks = 1'000'000) {
    base::RandomSequence random(seed, 0);
    auto source = job_.make_source();
    std::vector<farm::Task> out;
    for (std::uint64_t ended = 0; ended < most_tasks; ++ended) {
      const auto state = source->pull(credits - std::min(credits, out.size()), out);
      if (out.empty()) return state == farm::Source::State::finished;
      const auto slow =
          std::partition(out.begin(), out.end(), [&](const auto& task) { return !is_slow(task); });
      const auto fast = static_cast<std::size_t>(slow - out.begin());
      const auto at = static_cast<std::ptrdiff_t>(random.below(fast > 0 ? fast : out.size()));
      const auto task = std::move(out[static_cast<std::size_t>(at)]);
      out.erase(out.begin() + at);
      clock_.advance(tick_);
      ++tasks;
      if (auto failure = fate(task)) {
        source->tell(task, tl::unexpected(*std::move(failure)));
      } else {
        source->tell(task, std::move(kernel_->run(task).value().answer));
      }
    }
    return false;
  }

  std::uint64_t tasks = 0;

 private:
  base::ManualClock clock_;
  base::Seconds tick_;
  Optimization job_;
  std::unique_ptr<farm::Kernel> kernel_;
};

/// All cells of a table, by variable.
inline std::vector<std::pair<std::string, base::Cells>> cells_of(base::TableSource& table) {
  base::Block block;
  table.next(1'000'000, block);
  std::vector<std::pair<std::string, base::Cells>> cells;
  for (std::size_t i = 0; i < table.shape().variables.size(); ++i) {
    cells.emplace_back(table.shape().variables[i].name, std::move(block.cells[i]));
  }
  return cells;
}

/// The tables that are the answer, by path.
using Answer = std::vector<std::pair<std::string, std::vector<std::pair<std::string, base::Cells>>>>;

inline Answer answer_of(Optimization& job) {
  base::SoloTeam alone;
  auto outcome = job.finish(alone);
  Answer answer;
  for (auto& table : outcome.tables) {
    if (table->shape().path.starts_with("optimize/"))
      answer.emplace_back(table->shape().path, cells_of(*table));
  }
  return answer;
}

inline Answer answer_with(const std::vector<Problem>& problems, std::uint64_t seed, std::size_t workers,
                          std::size_t credits) {
  MemoryJournal journal;
  Bench bench(problems, journal, workers);
  EXPECT_TRUE(bench.run(seed, credits));
  return answer_of(bench.job());
}

}  // namespace winnow::optimize
