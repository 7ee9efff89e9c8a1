#pragma once
// Where the roles of a Station put what they say and what they want done.

#include <utility>
#include <vector>

#include "winnow/farm/event.hpp"

namespace winnow::farm {

/// Lives for one Station::handle(). What a role says to its own rank goes into `to_self` and stays inside.
class Outbox {
 public:
  Outbox(Rank self, std::vector<Action>& actions, std::vector<Message>& to_self)
      : self_(self), actions_(actions), to_self_(to_self) {}

  void send(Rank to, Message message) {
    if (to == self_) {
      to_self_.push_back(std::move(message));
    } else {
      actions_.emplace_back(Send{to, std::move(message)});
    }
  }

  void act(Action action) {
    if (std::holds_alternative<Leave>(action) || std::holds_alternative<Finished>(action)) over_ = true;
    actions_.push_back(std::move(action));
  }

  /// Whether the rank's part in the run has ended.
  [[nodiscard]] bool over() const { return over_; }

 private:
  Rank self_;
  std::vector<Action>& actions_;
  std::vector<Message>& to_self_;
  bool over_ = false;
};

}  // namespace winnow::farm
