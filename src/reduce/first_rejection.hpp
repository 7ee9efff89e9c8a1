#pragma once
// What ends a run that is to stop at the first thing it cannot take.

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>

#include "reduce/scheme.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/team.hpp"
#include "winnow/reduce/totals.hpp"

namespace winnow::reduce {

/// The first rejection on this rank, if Config::on_error says that it matters; else it never has one.
/// Thread-safe.
class FirstRejection {
 public:
  /// `scheme` must outlive it.
  explicit FirstRejection(const Scheme& scheme) : scheme_(scheme) {}

  /// Keeps it if it is the first. `line_known`: its line is the file's, and not a piece's.
  void note(const Rejected& rejected, bool line_known = true);

  [[nodiscard]] bool is_there() const { return is_there_.load(std::memory_order_relaxed); }

  /// \collective Of all ranks' first rejections the first by (path, byte), as the error that it is; the same
  /// on all ranks. May read a file up to the rejection's place, to count its lines.
  [[nodiscard]] std::optional<base::Error> error(base::Team& team) const;

 private:
  [[nodiscard]] base::Buffer encoded() const;
  [[nodiscard]] base::Error error_of(const Rejected& rejected) const;

  const Scheme& scheme_;
  std::atomic<bool> is_there_{false};
  mutable std::mutex mutex_;
  Rejected rejected_;
  bool line_known_ = true;
};

}  // namespace winnow::reduce
