#pragma once
// The best outcome told so far, whatever the order of telling.

#include <optional>

#include "evolve/state_codec.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

class BestKeeper {
 public:
  /// True where a candidate of this outcome and id would be the best; then `keep` is to be called.
  [[nodiscard]] bool wants(const Outcome& outcome, std::uint64_t id) const {
    if (outcome.stands_in) return false;
    if (!best_ || is_better(outcome, best_->outcome)) return true;
    return !is_better(best_->outcome, outcome) && id < best_->id;
  }

  void keep(Best best) { best_ = std::move(best); }

  [[nodiscard]] const std::optional<Best>& best() const { return best_; }
  [[nodiscard]] Outcome outcome() const { return best_ ? best_->outcome : Outcome{}; }

  void save(base::Encoder& out) const {
    out.put(best_.has_value());
    if (!best_) return;
    out.put_varint(best_->id);
    out.put_varint(best_->generation);
    out.put_varint(best_->island);
    out.put(best_->outcome.objective);
    out.put(best_->outcome.violation);
    put_array<double>(out, best_->values);
  }

  [[nodiscard]] bool load(base::Decoder& in, std::size_t dimension) {
    best_.reset();
    if (!in.get<bool>()) return in.ok();
    Best best;
    best.id = in.get_varint();
    best.generation = in.get_varint();
    best.island = static_cast<std::uint32_t>(in.get_varint());
    best.outcome.objective = in.get<double>();
    best.outcome.violation = in.get<double>();
    best.values = get_array<double>(in);
    if (!in.ok() || best.values.size() != dimension) return false;
    best_ = std::move(best);
    return true;
  }

 private:
  std::optional<Best> best_;
};

}  // namespace winnow::evolve
