#pragma once
// A team of threads, to test collective code without MPI.

#include <barrier>
#include <cstddef>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "winnow/base/team.hpp"

namespace winnow::test {

/// One rank of a team whose ranks are threads of this process.
class ThreadTeam final : public base::Team {
 public:
  /// Runs `work` on `size` ranks at once, each with a team of its own; returns when all have returned.
  static void run(int size, const std::function<void(base::Team&)>& work) {
    Mail mail(size);
    std::vector<std::jthread> threads;
    for (int rank = 0; rank < size; ++rank) {
      threads.emplace_back([&mail, &work, rank] {
        ThreadTeam team(mail, rank);
        work(team);
      });
    }
  }

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return mail_.size; }

  std::vector<base::Buffer> exchange(std::vector<base::Buffer> outgoing) override {
    mail_.letters[own()] = std::move(outgoing);
    mail_.barrier.arrive_and_wait();
    std::vector<base::Buffer> incoming;
    for (auto& sender : mail_.letters) incoming.push_back(std::move(sender[own()]));
    mail_.barrier.arrive_and_wait();
    return incoming;
  }

  std::vector<base::Buffer> gather_all(base::Buffer mine) override {
    return exchange(std::vector<base::Buffer>(static_cast<std::size_t>(size()), mine));
  }
  using Team::gather_all;

 private:
  struct Mail {
    explicit Mail(int of_size)
        : size(of_size), letters(static_cast<std::size_t>(of_size)), barrier(of_size) {}

    int size;
    std::vector<std::vector<base::Buffer>> letters;  ///< by sender, then by receiver
    std::barrier<> barrier;
  };

  ThreadTeam(Mail& mail, int rank) : mail_(mail), rank_(rank) {}

  [[nodiscard]] std::size_t own() const { return static_cast<std::size_t>(rank_); }

  Mail& mail_;
  int rank_;
};

}  // namespace winnow::test
