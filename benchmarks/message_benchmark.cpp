// What messages cost: between threads, between ranks, and to a master that is slower than what it hears.
//
//     message_benchmark queue COUNT               through a bounded queue, from one thread to another
//     mpirun -n 2 message_benchmark post COUNT near|far none|compressed tasks|answers
//                                                 from rank 1 to rank 0, of about 4 KiB each
//     mpirun -n RANKS message_benchmark slow TASKS TELL_SECONDS ANSWER_BYTES QUEUE
//                                                 ranks as nodes, and a source that takes so long for an
//                                                 answer
//
// Prints one JSON object.

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/mpi/collectives.hpp>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "winnow/base/bounded_queue.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/random.hpp"
#include "winnow/mpi/driver.hpp"
#include "winnow/mpi/post.hpp"
#include "winnow/mpi/session.hpp"

namespace {

using namespace winnow;

// ---- between threads

void measure_queue(std::uint64_t count) {
  base::BoundedQueue<std::uint64_t> queue(100);
  const base::SteadyClock clock;
  const auto began = clock.now();
  std::thread reader([&] {
    while (queue.get()) continue;
  });
  for (std::uint64_t i = 0; i < count; ++i) queue.put(std::uint64_t{i});
  queue.close();
  reader.join();
  const double seconds = (clock.now() - began).count;
  fmt::print("{{\"messages\": {}, \"seconds\": {:.6f}, \"per_second\": {:.0f}}}\n", count, seconds,
             static_cast<double>(count) / seconds);
}

// ---- between ranks

/// Names of files, as a master grants them: much alike.
farm::Message tasks_of_a_grant(base::RandomSequence& random) {
  farm::Grant grant;
  for (std::uint64_t i = 0; i < 48; ++i) {
    farm::Task task;
    task.id = i;
    task.size = base::Bytes{1000 + random.below(1000)};
    task.payload = fmt::format("reports/MyScenario_Epidemic_seed{}_buf{}M_MessageStatsReport.txt",
                               random.below(10'000), random.below(64));
    grant.tasks.push_back(std::move(task));
  }
  return grant;
}

/// Numbers as a kernel answers with: what is left to save is in their exponents and in the tasks' numbers.
farm::Message answers_of_a_report(base::RandomSequence& random) {
  farm::Report report;
  report.queues.resize(1);
  report.done.insert(1, 250);
  for (std::uint64_t i = 1; i < 250; ++i) {
    const double value = random.uniform();
    report.answers.push_back({i, std::string(reinterpret_cast<const char*>(&value), sizeof value)});
    report.answers.back().words += std::string(5, '\0');
  }
  return report;
}

/// Rank 1 writes; rank 0 lets it hear each hundred, so that no more than two hundred are on their way.
class Passage {
 public:
  Passage(const boost::mpi::communicator& world, mpi::Compression compression)
      : world_(world), post_(world, 1, std::move(compression)) {}

  void write(std::uint64_t count, bool tasks) {
    base::RandomSequence random(1, 1);
    std::vector<farm::Message> different;
    for (int i = 0; i < 16; ++i) {
      different.push_back(tasks ? tasks_of_a_grant(random) : answers_of_a_report(random));
    }
    for (std::uint64_t sent = 0; sent < count; ++sent) {
      while (sent >= heard_ + 200) hear();
      post_.send(0, different[sent % different.size()]);
      post_.flush();
    }
    while (heard_ < count / 100 * 100) hear();
    while (!post_.all_taken()) continue;
  }

  void read(std::uint64_t count) {
    for (std::uint64_t got = 0; got < count;) {
      letters_.clear();
      post_.receive(letters_);
      for (std::size_t i = 0; i < letters_.size(); ++i) {
        if (++got % 100 != 0) continue;
        post_.send(1, farm::Heard{got});
        post_.flush();
      }
    }
    while (!post_.all_taken()) continue;
  }

  [[nodiscard]] const mpi::Post::Traffic& traffic() const { return post_.traffic(); }

 private:
  void hear() {
    letters_.clear();
    post_.receive(letters_);
    for (const auto& letter : letters_) heard_ = std::get<farm::Heard>(letter.message).reports;
  }

  boost::mpi::communicator world_;
  mpi::Post post_;
  std::deque<mpi::Letter> letters_;
  std::uint64_t heard_ = 0;
};

double thread_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void measure_post(const boost::mpi::communicator& world, std::uint64_t count, bool far, bool compressed,
                  bool tasks) {
  mpi::Compression compression{std::nullopt, std::vector<bool>(2, far)};
  if (compressed) compression.threshold = base::kibibytes(1);
  Passage passage(world, compression);
  const base::SteadyClock clock;
  world.barrier();
  const auto began = clock.now();
  const auto busy = thread_seconds();
  world.rank() == 1 ? passage.write(count, tasks) : passage.read(count);
  world.barrier();
  const double seconds = (clock.now() - began).count;
  if (world.rank() != 1) return;
  const auto& sent = passage.traffic();
  fmt::print(
      "{{\"messages\": {}, \"seconds\": {:.6f}, \"per_second\": {:.0f}, \"bytes\": {}, \"bytes_before\": {}, "
      "\"us_of_sender\": {:.3f}}}\n",
      count, seconds, static_cast<double>(count) / seconds, sent.bytes, sent.bytes_before,
      (thread_seconds() - busy) * 1e6 / static_cast<double>(count));
}

// ---- to a slow master

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// The resident memory of a rank in each of ten parts of its work, at most.
class MemoryCourse {
 public:
  explicit MemoryCourse(std::uint64_t steps) : steps_(std::max<std::uint64_t>(10, steps)) {}
  void step() {
    const auto part = std::min<std::uint64_t>(9, step_++ * 10 / steps_);
    most_[part] = std::max(most_[part], resident_bytes());
  }
  [[nodiscard]] const std::array<std::uint64_t, 10>& most() const { return most_; }

 private:
  std::uint64_t steps_;
  std::uint64_t step_ = 0;
  std::array<std::uint64_t, 10> most_{};
};

struct SlowLoad {
  std::uint64_t tasks;
  std::chrono::duration<double> tell;
  std::size_t answer;
};

class SlowJob final : public farm::Job, farm::Sink {
 public:
  explicit SlowJob(const SlowLoad& load) : load_(load), course_(load.tasks) {}

  [[nodiscard]] std::string_view name() const override { return "slow"; }
  [[nodiscard]] bool listens() const override { return true; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<SlowSource>(*this); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return std::make_unique<Answering>(load_); }
  farm::Sink& sink() override { return *this; }
  void fold(std::span<const std::byte>, std::span<const farm::Task>,
            std::span<const std::uint64_t>) override {}
  void quarantine(const farm::Task&, const farm::TaskFailure&) override {}

  [[nodiscard]] const MemoryCourse& course() const { return course_; }

 private:
  class SlowSource final : public farm::Source {
   public:
    explicit SlowSource(SlowJob& job) : job_(job), left_(job.load_.tasks) {}
    State pull(std::size_t credits, std::vector<farm::Task>& tasks) override {
      for (; credits > 0 && left_ > 0; --credits, --left_) tasks.emplace_back();
      return left_ > 0 ? State::more : State::finished;
    }
    void tell(const farm::Task&, farm::TaskResult&&) override {
      std::this_thread::sleep_for(job_.load_.tell);
      job_.course_.step();
    }

   private:
    SlowJob& job_;
    std::uint64_t left_;
  };

  class Answering final : public farm::Kernel {
   public:
    explicit Answering(const SlowLoad& load) : load_(load) {}
    base::Result<farm::TaskEnd> run(const farm::Task&) override {
      return farm::TaskEnd{.answer = std::string(load_.answer, 'x')};
    }
    void take(base::Buffer&) override {}

   private:
    const SlowLoad& load_;
  };

  SlowLoad load_;
  MemoryCourse course_;
};

void measure_slow(const mpi::Session& session, const SlowLoad& load, std::uint32_t queue) {
  const auto& world = session.everyone();
  SlowJob job(load);
  std::vector<farm::Node> nodes;
  for (int rank = 0; rank < world.size(); ++rank) nodes.push_back({{rank}});
  farm::FarmOptions options;
  options.queue = queue;
  const base::SteadyClock clock;
  watch::Sampler sampler({}, clock);
  const std::atomic<bool> never{false};
  farm::MemoryLedger ledger;
  const auto before = resident_bytes();
  std::atomic<std::uint64_t> fullest{before};
  std::jthread looks([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      fullest = std::max(fullest.load(), resident_bytes());
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  const auto began = clock.now();
  const auto end = mpi::run_farm({
      .communicator = world,
      .setup = std::make_shared<const farm::Setup>(
          farm::Setup{farm::Layout(std::move(nodes)), options, job.queues()}),
      .job = job,
      .ledger = world.rank() == 0 ? &ledger : nullptr,
      .clock = clock,
      .sampler = sampler,
      .stop_requested = never,
      .settle = [](std::uint32_t) {},
  });
  const double seconds = (clock.now() - began).count;
  looks.request_stop();
  const double growth = static_cast<double>(fullest - before) / (1 << 20);
  std::vector<double> growths;
  boost::mpi::gather(world, growth, growths, 0);
  const auto dropped = boost::mpi::all_reduce(world, end.dropped_notes, std::plus<>{});
  if (world.rank() != 0) return;
  std::string course;
  for (const auto most : job.course().most()) {
    course += fmt::format("{}{:.1f}", course.empty() ? "" : ", ", static_cast<double>(most) / (1 << 20));
  }
  fmt::print(
      "{{\"tasks\": {}, \"seconds\": {:.3f}, \"growth_mib\": [{:.1f}], \"master_mib\": [{}], "
      "\"dropped_notes\": {}}}\n",
      load.tasks, seconds, fmt::join(growths, ", "), course, dropped);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv, argv + argc);
  const auto number = [&](std::size_t at) { return std::strtoull(argv[at], nullptr, 10); };
  if (words.size() == 3 && words[1] == "queue") {
    measure_queue(number(2));
    return 0;
  }
  base::StderrLog log;
  mpi::Session session(argc, argv, log);
  if (words.size() == 6 && words[1] == "post" && session.everyone().size() == 2) {
    measure_post(session.everyone(), number(2), words[3] == "far", words[4] == "compressed",
                 words[5] == "tasks");
  } else if (words.size() == 6 && words[1] == "slow") {
    measure_slow(session,
                 {number(2), std::chrono::duration<double>(std::strtod(argv[3], nullptr)), number(4)},
                 static_cast<std::uint32_t>(number(5)));
  } else {
    fmt::print(stderr, "usage: see the head of message_benchmark.cpp\n");
    return session.end(2);
  }
  return session.end(0);
}
