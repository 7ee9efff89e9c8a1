#include "app/run/roll_call.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>

#include "winnow/base/file.hpp"

namespace winnow::app {
namespace {

constexpr auto note = "lost";

std::string content_of(const std::filesystem::path& path) {
  return base::read_file(path).value_or(std::string());
}

}  // namespace

RollCall::RollCall(std::filesystem::path folder, std::vector<int> ranks, std::size_t self, Rules rules,
                   std::function<void(int rank)> lost)
    : folder_(std::move(folder)),
      ranks_(std::move(ranks)),
      self_(self),
      rules_(rules),
      lost_(std::move(lost)),
      thread_([this] { run(); }) {
}

RollCall::~RollCall() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  over_.notify_one();
  thread_.join();
  std::error_code failed;
  std::filesystem::remove(file_of(ranks_[self_]), failed);
  if (self_ != 0) return;
  for (int tries = 0; tries < 100 && !std::filesystem::remove(folder_, failed) && failed; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // others are leaving, too
  }
}

void RollCall::run() {
  std::unique_lock lock(mutex_);
  do {
    lock.unlock();
    if (const auto rank = look()) return lost_(*rank);
    lock.lock();
  } while (!over_.wait_for(lock, std::chrono::duration<double>(rules_.beat.count), [&] { return is_over_; }));
}

/// One beat; gives the rank that was lost, if one was.
std::optional<int> RollCall::look() {
  std::ofstream(file_of(ranks_[self_])) << ++count_;
  if (const auto noted = content_of(folder_ / note); !noted.empty()) {
    int rank = 0;
    std::from_chars(noted.data(), noted.data() + noted.size(), rank);
    return rank;
  }
  if (!neighbour_is_lost()) return std::nullopt;
  const int rank = ranks_[(self_ + 1) % ranks_.size()];
  static_cast<void>(base::write_atomically(folder_ / note, fmt::to_string(rank)));
  return rank;
}

/// A file that is gone has been seen before: its rank has left in good order. One that was never there may
/// yet come.
bool RollCall::neighbour_is_lost() {
  const auto path = file_of(ranks_[(self_ + 1) % ranks_.size()]);
  auto seen = content_of(path);
  std::error_code unknown;
  const bool has_left =
      seen.empty() && !last_seen_.empty() && !std::filesystem::exists(path, unknown) && !unknown;
  const bool is_new = !seen.empty() && seen != last_seen_;
  if (is_new) last_seen_ = std::move(seen);
  missed_ = is_new || has_left ? 0 : missed_ + 1;
  return missed_ >= rules_.beats_missed;
}

std::filesystem::path RollCall::file_of(int rank) const {
  return folder_ / fmt::to_string(rank);
}

std::filesystem::path roll_call_folder(const std::filesystem::path& result, base::Team& team) {
  base::Buffer mine;
  auto target = result;
  target += ".ranks";
  if (team.rank() == 0) base::remove_leftovers_beside(target);
  if (team.rank() == 0 && team.size() > 1) {
    const auto folder = base::temporary_beside(target);
    std::error_code failed;
    std::filesystem::create_directory(folder, failed);
    base::Encoder(mine).put_text(failed ? std::string() : folder.string());
  }
  const auto all = team.gather_all(std::move(mine));
  return all.front().empty() ? std::filesystem::path() : base::Decoder(all.front()).get_text();
}

}  // namespace winnow::app
