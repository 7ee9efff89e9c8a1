#include "winnow/program/isolated_plugin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "program/failure_reason.hpp"
#include "program/hidden_verbs.hpp"
#include "program/packet_socket.hpp"
#include "program/plugin_message.hpp"
#include "program/process_tree.hpp"
#include "winnow/base/random.hpp"

namespace winnow::program {
namespace {

constexpr auto output_kept = base::kibibytes(64);

/// One child and the wire to it.
struct Child {
  RunningProcess process;
  base::Descriptor wire;
  std::uint64_t evaluations_left = 0;
};

/// What one exchange with a child brought: its packet, or how it has ended.
struct Heard {
  std::optional<Packet> packet;
  bool timed_out = false;
  bool overstayed = false;  ///< it had hung up, and had to be ended
  ProcessEnd end;
};

/// Waits for a process that is to end by itself; after `patience` it is ended. Gives whether it had to be.
base::Result<bool> see_off(RunningProcess& process, base::Seconds patience) {
  auto event = process.wait(-1, patience);
  const bool overstays = event && *event == RunningProcess::Event::time_up;
  if (overstays) {
    process.cancel();
    event = process.wait(-1, base::Seconds::never());
  }
  if (!event) return tl::unexpected(std::move(event).error());
  return overstays;
}

/// What a wait for the child has brought, which ended with `event`.
base::Result<Heard> hear(Child& child, const base::Result<RunningProcess::Event>& event,
                         base::Seconds grace) {
  if (!event) return tl::unexpected(event.error());
  Heard heard;
  if (*event == RunningProcess::Event::readable) {
    heard.packet = receive_packet(child.wire.get());
    if (heard.packet) return heard;
  }
  heard.timed_out = *event == RunningProcess::Event::time_up;
  const auto overstayed = see_off(child.process, heard.timed_out ? base::Seconds{0} : grace);
  if (!overstayed) return tl::unexpected(overstayed.error());
  heard.overstayed = *overstayed;
  heard.end = child.process.take_end();
  return heard;
}

EvaluationFailure failure_of(const Heard& heard, const Limits& limits) {
  auto end = heard.end;
  if (heard.timed_out) end.kind = ProcessEnd::Kind::timed_out;
  if (heard.overstayed && !heard.timed_out) {
    return {FailureKind::plugin_error, with_errors("its process hung up, and went on", end.errors)};
  }
  return {failure_kind(end), with_errors(to_text(end, limits), end.errors)};
}

}  // namespace

/// One child after the other.
class IsolatedPlugin::Children {
 public:
  Children(IsolatedPluginSpec spec, Spawner& spawner) : spec_(std::move(spec)), spawner_(spawner) {}
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;
  ~Children() { (void)retire(); }

  /// Starts a child and hears its greeting. Gives the failure if a stop of the run has ended it.
  base::Result<std::optional<EvaluationFailure>> start();
  base::Result<std::vector<FailedCandidate>> evaluate(const Candidates& candidates,
                                                      std::span<double> outputs);

  [[nodiscard]] const PluginGreeting& greeting() const { return greeting_; }
  [[nodiscard]] base::Bytes peak_resident() const { return peak_resident_; }
  [[nodiscard]] std::uint64_t started() const { return started_; }

 private:
  base::Result<Child> begin();
  base::Result<void> retire();
  base::Result<std::optional<EvaluationFailure>> evaluate_one(std::span<const double> values,
                                                              std::span<double> outputs);
  base::Result<RunningProcess::Event> wait_for_answer();
  [[nodiscard]] std::uint64_t life() const;
  void note_peak(base::Bytes peak) { peak_resident_ = std::max(peak_resident_, peak); }

  IsolatedPluginSpec spec_;
  Spawner& spawner_;
  base::SteadyClock clock_;
  std::optional<Child> child_;
  PluginGreeting greeting_;
  base::Bytes peak_resident_;
  std::uint64_t started_ = 0;
};

std::uint64_t IsolatedPlugin::Children::life() const {
  if (spec_.recycle == 0) return ~std::uint64_t{0};
  const auto spread = spec_.recycle / 20;
  const auto drawn = base::Random(spec_.seed, 0).bits(started_) % (2 * spread + 1);
  return spec_.recycle - spread + drawn;
}

base::Result<Child> IsolatedPlugin::Children::begin() {
  auto wire = make_wire();
  if (!wire) return tl::unexpected(std::move(wire).error());
  ProcessSpec process;
  process.arguments = {own_program, std::string(plugin_verb)};
  process.folder = spec_.folder;
  process.limits = spec_.limits;
  process.limits.timeout = base::Seconds::never();
  process.limits.cpu = base::Seconds::never();
  process.captured = output_kept;
  auto running = spawner_.begin(process, wire->second);
  if (!running) return tl::unexpected(std::move(running).error());
  const auto library = std::filesystem::absolute(spec_.library);
  if (!send_packet(wire->first.get(), encode(PluginOrder{library.string(), spec_.options}))) {
    return base::fail(fmt::format("cannot tell the options of {} to its process", library.string()), {},
                      "they may have 128 KiB");
  }
  return Child{*std::move(running), std::move(wire->first), life()};
}

base::Result<std::optional<EvaluationFailure>> IsolatedPlugin::Children::start() {
  const auto place = spawner_.enter(spec_.gate.get());  // until it has begun
  auto child = begin();
  if (!child) return tl::unexpected(std::move(child).error());
  ++started_;
  auto limits = spec_.limits;
  limits.timeout = std::max(limits.timeout, spec_.time_to_begin);
  const auto heard = hear(*child, child->process.wait(child->wire.get(), limits.timeout), limits.grace);
  if (!heard) return tl::unexpected(heard.error());
  if (!heard->packet) {
    note_peak(heard->end.usage.peak_resident);
    auto failure = failure_of(*heard, limits);
    if (failure.kind == FailureKind::cancelled) return failure;
    return base::fail(fmt::format("the plugin {} cannot begin", spec_.library.string()),
                      std::move(failure.reason), "it crashes or hangs as it is loaded, or makes a handle");
  }
  auto greeting = decode_greeting(heard->packet->bytes);
  if (!greeting) return base::fail(spec_.library.string() + " begins with what is no greeting");
  if (!*greeting) return tl::unexpected(std::move(*greeting).error());
  if (started_ > 1 && (*greeting)->outputs != greeting_.outputs) {
    return base::fail(
        fmt::format("the plugin {} is another one than it was", spec_.library.string()),
        fmt::format("it gives {} outputs now, and gave {}", (*greeting)->outputs, greeting_.outputs),
        "leave it as it is while a search runs");
  }
  greeting_ = **std::move(greeting);
  child_ = *std::move(child);
  return std::nullopt;
}

/// Looks meanwhile at what the child takes together with what it may have started.
base::Result<RunningProcess::Event> IsolatedPlugin::Children::wait_for_answer() {
  const auto until = clock_.now() + spec_.limits.timeout;
  TreeWatch tree(clock_.now());
  for (;;) {
    const auto pause = std::min(until, tree.next_look()) - clock_.now();
    auto event = child_->process.wait(child_->wire.get(), pause);
    if (!event || *event != RunningProcess::Event::time_up || clock_.now() >= until) return event;
    tree.look(greeting_.process, clock_);
    note_peak(tree.peak());
  }
}

/// A child that ends by itself: it may have something to write before it goes.
base::Result<void> IsolatedPlugin::Children::retire() {
  if (!child_) return {};
  auto child = *std::exchange(child_, std::nullopt);
  child.wire = base::Descriptor();
  const auto seen_off = see_off(child.process, spec_.limits.grace);
  if (!seen_off) return tl::unexpected(seen_off.error());
  note_peak(child.process.take_end().usage.peak_resident);
  return {};
}

base::Result<std::optional<EvaluationFailure>> IsolatedPlugin::Children::evaluate_one(
    std::span<const double> values, std::span<double> outputs) {
  if (child_ && child_->evaluations_left == 0) {
    if (auto retired = retire(); !retired) return tl::unexpected(std::move(retired).error());
  }
  if (!child_) {
    auto started = start();
    if (!started || *started) return started;
  }
  --child_->evaluations_left;
  (void)send_packet(child_->wire.get(), std::as_bytes(values));  // a dead child's end is heard below
  const auto heard = hear(*child_, wait_for_answer(), spec_.limits.grace);
  if (!heard) return tl::unexpected(heard.error());
  if (!heard->packet) {
    note_peak(heard->end.usage.peak_resident);
    child_.reset();
    return failure_of(*heard, spec_.limits);
  }
  auto answer = decode_answer(heard->packet->bytes);
  if (!answer || (!answer->failure && answer->outputs.size() != outputs.size())) {
    child_.reset();
    return EvaluationFailure{FailureKind::plugin_error, "its process gave what is no answer"};
  }
  note_peak(answer->peak_resident);
  if (!answer->failure) std::ranges::copy(answer->outputs, outputs.begin());
  return std::move(answer->failure);
}

base::Result<std::vector<FailedCandidate>> IsolatedPlugin::Children::evaluate(const Candidates& candidates,
                                                                              std::span<double> outputs) {
  const auto width = static_cast<std::size_t>(greeting_.outputs);
  assert(outputs.size() == candidates.count * width);
  if (candidates.count > 0 && candidates.from(0, 1).values.size_bytes() > longest_packet) {
    return base::fail(fmt::format("an isolated plugin cannot have {} parameters", candidates.parameters()),
                      {}, fmt::format("it may have {}", longest_packet / sizeof(double)));
  }
  std::vector<FailedCandidate> failed;
  for (std::size_t i = 0; i < candidates.count; ++i) {
    auto failure = evaluate_one(candidates.from(i, 1).values, outputs.subspan(i * width, width));
    if (!failure) return tl::unexpected(std::move(failure).error());
    if (*failure) failed.push_back({i, **std::move(failure)});
  }
  return failed;
}

base::Result<IsolatedPlugin> IsolatedPlugin::start(IsolatedPluginSpec spec, Spawner& spawner) {
  assert(spec.folder.is_absolute());
  auto children = std::make_unique<Children>(std::move(spec), spawner);
  const auto started = children->start();
  if (!started) return tl::unexpected(started.error());
  if (*started) return base::fail("the plugin was not started", (*started)->reason);
  return IsolatedPlugin(std::move(children));
}

IsolatedPlugin::IsolatedPlugin(std::unique_ptr<Children> children) : children_(std::move(children)) {
}
IsolatedPlugin::IsolatedPlugin(IsolatedPlugin&&) noexcept = default;
IsolatedPlugin::~IsolatedPlugin() = default;

std::size_t IsolatedPlugin::outputs() const {
  return children_->greeting().outputs;
}

const std::string& IsolatedPlugin::name() const {
  return children_->greeting().name;
}

const std::string& IsolatedPlugin::version() const {
  return children_->greeting().version;
}

base::Result<std::vector<FailedCandidate>> IsolatedPlugin::evaluate(const Candidates& candidates,
                                                                    std::span<double> outputs) {
  return children_->evaluate(candidates, outputs);
}

base::Bytes IsolatedPlugin::peak_resident() const {
  return children_->peak_resident();
}

std::uint64_t IsolatedPlugin::children() const {
  return children_->started();
}

}  // namespace winnow::program
