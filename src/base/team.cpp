#include "winnow/base/team.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace winnow::base {

std::vector<Buffer> Team::gather_to_root(Buffer mine) {
  std::vector<Buffer> outgoing(static_cast<std::size_t>(size()));
  outgoing.front() = std::move(mine);
  auto incoming = exchange(std::move(outgoing));
  if (rank() != 0) incoming.clear();
  return incoming;
}

std::vector<std::uint64_t> Team::gather_all(std::uint64_t mine) {
  Buffer bytes;
  Encoder(bytes).put(mine);
  std::vector<std::uint64_t> numbers;
  for (const auto& from : gather_all(std::move(bytes))) numbers.push_back(Decoder(from).get<std::uint64_t>());
  return numbers;
}

std::uint64_t Team::sum(std::uint64_t mine) {
  const auto all = gather_all(mine);
  return std::accumulate(all.begin(), all.end(), std::uint64_t{0});
}

std::uint64_t Team::maximum(std::uint64_t mine) {
  const auto all = gather_all(mine);
  return *std::max_element(all.begin(), all.end());
}

std::vector<Buffer> SoloTeam::gather_all(Buffer mine) {
  std::vector<Buffer> all;
  all.push_back(std::move(mine));
  return all;
}

}  // namespace winnow::base
