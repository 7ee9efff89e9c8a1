#include "winnow/program/running_process.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <utility>

#include "program/packet_socket.hpp"
#include "program/spawner_message.hpp"

namespace winnow::program {
namespace {

int milliseconds(base::Seconds time) {
  constexpr double longest = 3'600'000;
  return static_cast<int>(std::clamp(std::ceil(time.count * 1e3), 0.0, longest));
}

}  // namespace

/// False when there is nothing more now. Closes the pipe when there never will be.
bool RunningProcess::Tail::take_block() {
  std::array<char, std::size_t{64} << 10> block;  // as much as a pipe holds
  const auto got = ::read(pipe_.get(), block.data(), block.size());
  if (got < 0) return errno == EINTR;
  if (got == 0) {
    pipe_ = base::Descriptor();
    return false;
  }
  kept_.text.append(block.data(), static_cast<std::size_t>(got));
  if (kept_.text.size() > 2 * capacity_) trim(capacity_);
  return true;
}

void RunningProcess::Tail::trim(std::size_t most) {
  if (kept_.text.size() <= most) return;
  const auto surplus = kept_.text.size() - most;
  kept_.dropped += surplus;
  kept_.text.erase(0, surplus);
}

/// One block only, so that a process that prints for ever does not keep its reader from the clock.
void RunningProcess::Tail::take() {
  take_block();
}

/// Processes that have left the group may still hold the pipe, and print on.
void RunningProcess::Tail::take_rest() {
  constexpr int most_blocks = 16;  // of a pipe's size, 64 KiB unless a process has enlarged it (to 1 MiB)
  for (int i = 0; i < most_blocks && pipe_.is_open() && take_block(); ++i) {
  }
  pipe_ = base::Descriptor();
}

Output RunningProcess::Tail::give() {
  trim(capacity_);
  return std::exchange(kept_, {});
}

RunningProcess::RunningProcess(base::Descriptor output, base::Descriptor errors, base::Descriptor wire,
                               int stop, base::Bytes captured)
    : output_(std::move(output), captured),
      errors_(std::move(errors), captured),
      wire_(std::move(wire)),
      stop_(stop) {
}

base::Result<RunningProcess::Event> RunningProcess::wait(int watched, base::Seconds at_most) {
  const auto until = clock_.now() + at_most;
  enum { of_watched, of_wire, of_output, of_errors, of_stop, count };
  while (!ended_) {
    std::array<pollfd, count> polled{};
    polled[of_watched] = {cancelled_ ? -1 : watched, POLLIN, 0};
    polled[of_wire] = {wire_.get(), POLLIN, 0};
    polled[of_output] = {output_.descriptor(), POLLIN, 0};
    polled[of_errors] = {errors_.descriptor(), POLLIN, 0};
    polled[of_stop] = {cancelled_ ? -1 : stop_, POLLIN, 0};
    const auto left = until - clock_.now();
    const int ready = ::poll(polled.data(), polled.size(), milliseconds(left));
    if (ready < 0 && errno != EINTR)
      return base::fail("cannot wait for a program", base::system_words(errno));
    if (ready < 0) continue;
    if (polled[of_output].revents != 0) output_.take();
    if (polled[of_errors].revents != 0) errors_.take();
    if (polled[of_stop].revents != 0) cancel();
    if (polled[of_watched].revents != 0 && !cancelled_) return Event::readable;
    if (polled[of_wire].revents != 0) {
      if (auto heard = hear_end(); !heard) return tl::unexpected(std::move(heard).error());
    }
    if (!ended_ && clock_.now() >= until) return Event::time_up;
  }
  return Event::ended;
}

base::Result<void> RunningProcess::hear_end() {
  const auto packet = receive_packet(wire_.get());
  if (!packet)
    return base::fail("the process that starts programs is gone",
                      "it was killed, has crashed, or has no descriptor left");
  base::Decoder from(packet->bytes);
  end_ = get_end(from);
  ended_ = true;
  output_.take_rest();
  errors_.take_rest();
  return {};
}

void RunningProcess::cancel() {
  if (!std::exchange(cancelled_, true)) (void)send_packet(wire_.get(), base::Buffer(1));
}

ProcessEnd RunningProcess::take_end() {
  assert(ended_);
  end_.output = output_.give();
  end_.errors = errors_.give();
  return std::move(end_);
}

}  // namespace winnow::program
