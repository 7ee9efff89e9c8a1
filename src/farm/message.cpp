#include "winnow/farm/message.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

namespace winnow::farm {
namespace {

// The fields of each struct that travels, once for both directions.
template <class T>
struct Fields;

template <class T>
concept HasFields = requires(T& value) {
  Fields<std::remove_const_t<T>>::of(value);
};

template <class T>
concept Empty = std::is_empty_v<T>;

template <>
struct Fields<Task> {
  static auto of(auto& m) {
    return std::tie(m.id, m.queue, m.attempt, m.suspicion, m.alone, m.timeout, m.avoid, m.size, m.revision,
                    m.payload);
  }
};

template <>
struct Fields<TaskFailure> {
  static auto of(auto& m) { return std::tie(m.kind, m.reason); }
};

template <>
struct Fields<FailedAt> {
  static auto of(auto& m) { return std::tie(m.index, m.failure); }
};

template <>
struct Fields<FailedTask> {
  static auto of(auto& m) { return std::tie(m.task, m.failure, m.certain); }
};

template <>
struct Fields<Answer> {
  static auto of(auto& m) { return std::tie(m.task, m.words); }
};

template <>
struct Fields<LeaseTimes> {
  static auto of(auto& m) { return std::tie(m.leases, m.busy_squared, m.busy_by_tasks, m.tasks_squared); }
};

template <>
struct Fields<WorkerRecord> {
  static auto of(auto& m) { return std::tie(m.rank, m.tasks, m.failures, m.busy, m.peak, m.lost, m.times); }
};

template <>
struct Fields<NodeStatus> {
  static auto of(auto& m) {
    return std::tie(m.ranks, m.slots, m.memory, m.peak, m.busiest, m.permits, m.fewest_permits, m.scaled,
                    m.scale_cause, m.wanted, m.enough);
  }
};

template <>
struct Fields<Poll> {
  static auto of(auto& m) { return std::tie(m.term); }
};

template <>
struct Fields<Present> {
  static auto of(auto& m) { return std::tie(m.term); }
};

template <>
struct Fields<Lead> {
  static auto of(auto& m) { return std::tie(m.term, m.members); }
};

template <>
struct Fields<Grant> {
  static auto of(auto& m) { return std::tie(m.tasks); }
};

template <>
struct Fields<Heard> {
  static auto of(auto& m) { return std::tie(m.reports); }
};

template <>
struct Fields<MasterBeat> {
  static auto of(auto& m) { return std::tie(m.waiting); }
};

template <>
struct Fields<CloseNode> {
  static auto of(auto& m) { return std::tie(m.round); }
};

template <>
struct Fields<FinishNode> {
  static auto of(auto& m) { return std::tie(m.ending, m.lost); }
};

template <>
struct Fields<Report::Queue> {
  static auto of(auto& m) {
    return std::tie(m.done, m.running, m.ran, m.busy, m.durations.counts, m.batch, m.batch_cause);
  }
};

template <>
struct Fields<Report> {
  static auto of(auto& m) {
    return std::tie(m.credits, m.done, m.answers, m.failed, m.returned, m.lost, m.queues, m.node,
                    m.only_worker, m.barren);
  }
};

template <>
struct Fields<NodeClosed> {
  static auto of(auto& m) { return std::tie(m.round, m.workers); }
};

template <>
struct Fields<Follow> {
  static auto of(auto& m) { return std::tie(m.term); }
};

template <>
struct Fields<Lease> {
  static auto of(auto& m) { return std::tie(m.id, m.tasks); }
};

template <>
struct Fields<LeaderBeat> {
  static auto of(auto& m) { return std::tie(m.beats); }
};

template <>
struct Fields<CloseWorker> {
  static auto of(auto& m) { return std::tie(m.round); }
};

template <>
struct Fields<FinishWorker> {
  static auto of(auto& m) { return std::tie(m.ending, m.lost); }
};

template <>
struct Fields<Joined> {
  static auto of(auto& m) { return std::tie(m.slots); }
};

template <>
struct Fields<Outcome> {
  static auto of(auto& m) {
    return std::tie(m.lease, m.kept, m.failures, m.partial, m.busy, m.revisions, m.answers, m.processes);
  }
};

template <>
struct Fields<WorkerBeat> {
  static auto of(auto& m) { return std::tie(m.memory, m.processes, m.slots, m.record, m.cpu); }
};

template <>
struct Fields<Leaving> {
  static auto of(auto& m) { return std::tie(m.record); }
};

template <>
struct Fields<WorkerClosed> {
  static auto of(auto& m) { return std::tie(m.round, m.record); }
};

class Writer {
 public:
  explicit Writer(base::Encoder& out) : out_(out) {}

  template <class T>
  void put(const T& value) {
    if constexpr (std::is_unsigned_v<T> && sizeof(T) > 1) {
      out_.put_varint(value);
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      out_.put(value);
    } else if constexpr (HasFields<const T>) {
      std::apply([this](const auto&... fields) { (put(fields), ...); }, Fields<T>::of(value));
    } else if constexpr (!Empty<T>) {
      put_special(value);
    }
  }

 private:
  void put_special(base::Bytes bytes) { out_.put_varint(bytes.count); }
  void put_special(base::Seconds seconds) { out_.put(seconds.count); }
  void put_special(const std::string& text) { out_.put_text(text); }
  void put_special(const base::Buffer& bytes) { out_.put_bytes(bytes); }
  void put_special(const SharedTasks& tasks) { put(*tasks); }

  void put_special(const IntervalSet& set) {
    out_.put_varint(set.intervals().size());
    for (const auto& [first, last] : set.intervals()) {
      out_.put_varint(first);
      out_.put_varint(last - first);
    }
  }

  template <class T>
  void put_special(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }

  template <class T>
  void put_special(const std::vector<T>& values) {
    out_.put_varint(values.size());
    for (const auto& value : values) put(value);
  }

  base::Encoder& out_;
};

class Reader {
 public:
  explicit Reader(base::Decoder& in) : in_(in) {}

  template <class T>
  void get(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = get_below(2) == 1;
    } else if constexpr (std::is_same_v<T, FailureKind>) {
      value = static_cast<FailureKind>(get_below(4));
    } else if constexpr (std::is_same_v<T, BatchCause>) {
      value = static_cast<BatchCause>(get_below(8));
    } else if constexpr (std::is_same_v<T, ScaleCause>) {
      value = static_cast<ScaleCause>(get_below(5));
    } else if constexpr (std::is_same_v<T, Ending>) {
      value = static_cast<Ending>(get_below(3));
    } else if constexpr (std::is_unsigned_v<T> && sizeof(T) > 1) {
      const auto number = in_.get_varint();
      value = static_cast<T>(number);
      if (value != number) sound_ = false;
    } else if constexpr (std::is_arithmetic_v<T>) {
      value = in_.get<T>();
    } else if constexpr (HasFields<T>) {
      std::apply([this](auto&... fields) { (get(fields), ...); }, Fields<T>::of(value));
    } else if constexpr (!Empty<T>) {
      get_special(value);
    }
  }

  [[nodiscard]] bool ok() const { return sound_ && in_.ok(); }

 private:
  std::uint8_t get_below(std::uint8_t limit) {
    const auto number = in_.get<std::uint8_t>();
    if (number >= limit) sound_ = false;
    return number < limit ? number : std::uint8_t{0};
  }

  void get_special(base::Bytes& bytes) { bytes.count = in_.get_varint(); }
  void get_special(base::Seconds& seconds) { seconds.count = in_.get<double>(); }
  void get_special(std::string& text) { text = in_.get_text(); }

  void get_special(base::Buffer& bytes) {
    const auto view = in_.get_bytes();
    bytes.assign(view.begin(), view.end());
  }

  void get_special(SharedTasks& tasks) {
    std::vector<Task> read;
    get_special(read);
    tasks = std::make_shared<const std::vector<Task>>(std::move(read));
  }

  void get_special(IntervalSet& set) {
    const auto count = in_.get_varint();
    for (std::uint64_t i = 0; i < count && ok(); ++i) {
      const auto first = in_.get_varint();
      const auto last = first + in_.get_varint();
      if (last <= first) sound_ = false;
      set.insert(first, last);
    }
  }

  template <class T>
  void get_special(std::optional<T>& value) {
    bool given = false;
    get(given);
    if (given) get(value.emplace());
  }

  /// A count can be a lie: memory is reserved for a modest one only, and the end of the bytes ends the loop.
  template <class T>
  void get_special(std::vector<T>& values) {
    constexpr std::uint64_t modest = 4096;
    const auto count = in_.get_varint();
    if (ok()) values.reserve(static_cast<std::size_t>(std::min(count, modest)));
    for (std::uint64_t i = 0; i < count && ok(); ++i) get(values.emplace_back());
  }

  base::Decoder& in_;
  bool sound_ = true;
};

template <std::size_t Index>
void decode_as(Reader& reader, Message& message) {
  reader.get(message.emplace<Index>());
}

template <std::size_t... Indices>
constexpr auto decoders_of(std::index_sequence<Indices...> /*all*/) {
  return std::array{&decode_as<Indices>...};
}

constexpr auto decoders = decoders_of(std::make_index_sequence<std::variant_size_v<Message>>{});

}  // namespace

void encode(const Message& message, base::Buffer& out) {
  base::Encoder encoder(out);
  encoder.put(static_cast<std::uint8_t>(message.index()));
  std::visit([&](const auto& body) { Writer(encoder).put(body); }, message);
}

base::Result<Message> decode(base::Decoder& in) {
  Reader reader(in);
  const auto kind = in.get<std::uint8_t>();
  Message message;
  if (in.ok() && kind < decoders.size()) decoders[kind](reader, message);
  if (kind >= decoders.size() || !reader.ok()) {
    return base::fail("a message of the farm cannot be read", "its bytes are damaged or of another version",
                      "start all ranks from the same program");
  }
  return message;
}

void encode(const Task& task, base::Encoder& out) {
  Writer(out).put(task);
}

Task decode_task(base::Decoder& in) {
  Task task;
  Reader(in).get(task);
  return task;
}

}  // namespace winnow::farm
