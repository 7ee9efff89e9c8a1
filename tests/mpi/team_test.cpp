#include "winnow/mpi/team.hpp"

#include <gtest/gtest.h>

namespace winnow::mpi {
namespace {

base::Buffer letter(int from, int to) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put_text(std::string(static_cast<std::size_t>(10 * from + to), 'x'));
  return bytes;
}

TEST(MpiTeam, exchanges_letters_of_any_length) {
  MpiTeam team{boost::mpi::communicator()};
  std::vector<base::Buffer> outgoing;
  for (int to = 0; to < team.size(); ++to) outgoing.push_back(letter(team.rank(), to));
  const auto incoming = team.exchange(std::move(outgoing));
  EXPECT_EQ(incoming.size(), static_cast<std::size_t>(team.size()));
  for (int from = 0; from < team.size(); ++from) {
    EXPECT_EQ(incoming[static_cast<std::size_t>(from)], letter(from, team.rank())) << "from " << from;
  }
}

TEST(MpiTeam, exchanges_nothing_with_anybody) {
  MpiTeam team{boost::mpi::communicator()};
  const auto incoming = team.exchange(std::vector<base::Buffer>(static_cast<std::size_t>(team.size())));
  for (const auto& bytes : incoming) EXPECT_TRUE(bytes.empty());
}

TEST(MpiTeam, gathers_to_the_root_alone) {
  MpiTeam team{boost::mpi::communicator()};
  const auto gathered = team.gather_to_root(letter(team.rank(), 0));
  EXPECT_EQ(gathered.size(), team.rank() == 0 ? static_cast<std::size_t>(team.size()) : 0);
  for (std::size_t from = 0; from < gathered.size(); ++from) {
    EXPECT_EQ(gathered[from], letter(static_cast<int>(from), 0)) << "from " << from;
  }
}

TEST(MpiTeam, adds_and_compares_over_all_ranks) {
  MpiTeam team{boost::mpi::communicator()};
  const auto n = static_cast<std::uint64_t>(team.size());
  EXPECT_EQ(team.sum(static_cast<std::uint64_t>(team.rank()) + 1), n * (n + 1) / 2);
  EXPECT_EQ(team.maximum(static_cast<std::uint64_t>(team.rank())), n - 1);
  EXPECT_TRUE(team.any(team.rank() == team.size() - 1));
  EXPECT_FALSE(team.any(false));
}

}  // namespace
}  // namespace winnow::mpi
