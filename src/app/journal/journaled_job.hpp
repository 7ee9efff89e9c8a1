#pragma once
// A job whose work is kept on disk, and that leaves out what was done before.

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "app/journal/finished_tasks.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/store/journal_writer.hpp"

namespace winnow::app {

/// Hands what it gets to another sink, then writes it down.
class JournalingSink final : public farm::Sink {
 public:
  /// Both must outlive it.
  JournalingSink(farm::Sink& inner, store::JournalWriter& journal) : inner_(inner), journal_(journal) {}

  void fold(std::span<const std::byte> partial, std::span<const farm::Task> done,
            std::span<const std::uint64_t> revisions) override;
  void quarantine(const farm::Task& task, const farm::TaskFailure& failure) override;
  void save() override { journal_.save_soon(); }

 private:
  farm::Sink& inner_;
  store::JournalWriter& journal_;
  base::Buffer record_;  ///< kept for its memory
};

/// Gives the tasks of another source but those that are finished. Those without a revision are told by their
/// names: whether they have changed was found out before.
class ResumedSource final : public farm::Source {
 public:
  /// `finished` must outlive it.
  ResumedSource(std::unique_ptr<farm::Source> inner, const FinishedTasks& finished)
      : inner_(std::move(inner)), finished_(finished) {}

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;
  void weigh(farm::Task& task) override { inner_->weigh(task); }
  void take_back(farm::Task&& task) override { inner_->take_back(std::move(task)); }
  void tell(const farm::Task& task, farm::TaskResult&& result) override {
    inner_->tell(task, std::move(result));
  }

 private:
  [[nodiscard]] bool is_finished(const farm::Task& task) const;

  std::unique_ptr<farm::Source> inner_;
  const FinishedTasks& finished_;
};

/// A job seen through both.
class JournaledJob final : public farm::Job {
 public:
  /// All must outlive it; without a journal nothing is written down.
  JournaledJob(farm::Job& inner, store::JournalWriter* journal, const FinishedTasks& finished);

  [[nodiscard]] std::string_view name() const override { return inner_.name(); }
  [[nodiscard]] std::vector<farm::Queue> queues() const override { return inner_.queues(); }
  std::unique_ptr<farm::Source> make_source() override;
  std::unique_ptr<farm::Kernel> make_kernel() override { return inner_.make_kernel(); }
  [[nodiscard]] bool listens() const override { return inner_.listens(); }
  farm::Sink& sink() override { return sink_ ? *sink_ : inner_.sink(); }
  [[nodiscard]] bool wants_stop() const override { return inner_.wants_stop(); }

 private:
  farm::Job& inner_;
  const FinishedTasks& finished_;
  std::optional<JournalingSink> sink_;
};

}  // namespace winnow::app
