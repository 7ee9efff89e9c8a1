#include "winnow/base/reclaimer.hpp"

#include <algorithm>

namespace winnow::base {

Reclaimer::Place Reclaimer::enter(Holder holder) {
  const std::lock_guard lock(asking_);
  return holders_.insert(holders_.end(), std::move(holder));
}

void Reclaimer::leave(Place place) {
  const std::lock_guard lock(asking_);
  holders_.erase(place);
}

void Reclaimer::reclaim() {
  const std::lock_guard lock(asking_);
  for (const auto& holder : holders_) measure(holder.name, holder.ask);
}

void Reclaimer::measure(const std::string& name, const std::function<void()>& give_back) {
  const auto before = meter_();
  give_back();
  const auto given = before - meter_();
  if (given <= 0) return;
  const std::lock_guard lock(noting_);
  const auto place = std::ranges::lower_bound(given_, name, {}, &Given::name);
  if (place != given_.end() && place->name == name) {
    place->bytes += Bytes{static_cast<std::uint64_t>(given)};
  } else {
    given_.insert(place, {name, Bytes{static_cast<std::uint64_t>(given)}});
  }
}

std::vector<Reclaimer::Given> Reclaimer::take_given() {
  const std::lock_guard lock(noting_);
  return std::exchange(given_, {});
}

ReclaimableMemory::ReclaimableMemory(Reclaimer* reclaimer, std::string name, std::function<void()> give_back)
    : reclaimer_(reclaimer) {
  if (reclaimer_ != nullptr) place_ = reclaimer_->enter({std::move(name), std::move(give_back)});
}

ReclaimableMemory::~ReclaimableMemory() {
  if (reclaimer_ != nullptr) reclaimer_->leave(place_);
}

ReclaimWish::ReclaimWish(Reclaimer* reclaimer, std::string name)
    : reclaimer_(reclaimer), name_(std::move(name)) {
  if (reclaimer_ == nullptr) return;
  place_ = reclaimer_->enter({name_, [this] { is_wanted_.store(true, std::memory_order_relaxed); }});
}

ReclaimWish::~ReclaimWish() {
  if (reclaimer_ != nullptr) reclaimer_->leave(place_);
}

}  // namespace winnow::base
