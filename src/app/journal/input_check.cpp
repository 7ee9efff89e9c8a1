#include "app/journal/input_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

/// Names in a message, at most.
constexpr std::size_t most_named = 3;

}  // namespace

void InputCheck::meet(const farm::Task& task) {
  const auto identity = identity_of(task);
  if (const auto index = finished_.index_of(identity)) {
    if (!met_[*index]) ++met_count_;
    met_[*index] = true;
  } else if (finished_.contains_name(identity.name)) {
    ++changed_count_;
    const auto name = task.payload.substr(0, task.payload.find('\0'));
    const bool named = !changed_.empty() && changed_.back() == name;  // pieces of one file come together
    if (!named && changed_.size() <= most_named) changed_.push_back(name);
    if (changed_.size() > most_named) changed_.back() = "…";
  }
}

std::string InputCheck::difference() const {
  std::string text;
  if (changed_count_ > 0) {
    text = fmt::format("{} are of inputs that have changed: {}", base::with_commas(changed_count_),
                       fmt::join(changed_, ", "));
  }
  const auto gone = finished_.size() - std::min(finished_.size(), met_count_ + changed_count_);
  if (gone > 0) {
    text += fmt::format("{}{} of inputs that are gone", text.empty() ? "" : "; ", base::with_commas(gone));
  }
  return text;
}

}  // namespace winnow::app
