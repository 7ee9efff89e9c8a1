#include "winnow/farm/setup.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace winnow::farm {

Layout::Layout(std::vector<Node> nodes) : nodes_(std::move(nodes)) {
  std::size_t ranks = 0;
  for (const auto& node : nodes_) ranks += node.ranks.size();
  node_of_.resize(ranks);
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    assert(!nodes_[n].ranks.empty() && std::is_sorted(nodes_[n].ranks.begin(), nodes_[n].ranks.end()));
    for (const auto rank : nodes_[n].ranks) node_of_.at(static_cast<std::size_t>(rank)) = n;
  }
}

std::vector<Rank> Layout::without(const std::vector<Rank>& lost) const {
  std::vector<bool> gone(ranks(), false);
  for (const auto rank : lost) gone[static_cast<std::size_t>(rank)] = true;
  std::vector<Rank> left;
  for (std::size_t rank = 0; rank < gone.size(); ++rank) {
    if (!gone[rank]) left.push_back(static_cast<Rank>(rank));
  }
  return left;
}

base::Bytes FarmOptions::need(base::Bytes piece) const {
  return base::Bytes{static_cast<std::uint64_t>(gamma * static_cast<double>(piece.count))} + overhead;
}

}  // namespace winnow::farm
