#include "optimize/task_codec.hpp"

#include <fmt/format.h>

#include <numeric>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"

namespace winnow::optimize {
namespace {

enum class Kind : std::uint8_t { evaluate, advance };

/// What a candidate takes beside its values, and a task beside its candidates; more is only slower.
constexpr std::size_t most_beside = 24;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string_view text_of(const base::Buffer& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

base::Failure damaged() {
  return base::Failure({"a message of the search is damaged", "", "", {}});
}

/// Of a message that was read to its end.
void refuse_damaged(const base::Decoder& in) {
  if (!in.ok() || !in.at_end()) throw damaged();
}

void put_numbers(std::span<const double> numbers, base::Encoder& out) {
  out.put_bytes(std::as_bytes(numbers));
}

std::vector<double> get_numbers(base::Decoder& in) {
  const auto bytes = in.get_bytes();
  std::vector<double> numbers(bytes.size() / sizeof(double));
  if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(double));
  return numbers;
}

template <class Number>
void put_varints(const std::vector<Number>& numbers, base::Encoder& out) {
  for (const auto number : numbers) out.put_varint(number);
}

template <class Number>
void get_varints(std::size_t count, std::vector<Number>& numbers, base::Decoder& in) {
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(static_cast<Number>(in.get_varint()));
}

EvaluateTask decode_evaluate(base::Decoder& in) {
  EvaluateTask task;
  task.problem = in.get<std::uint16_t>();
  task.attempt = in.get<std::uint16_t>();
  auto& candidates = task.candidates;
  candidates.values = get_numbers(in);
  const auto count = std::min<std::uint64_t>(in.get_varint(), candidates.values.size());
  get_varints(count, candidates.ids, in);
  get_varints(count, candidates.generations, in);
  get_varints(count, candidates.islands, in);
  get_varints(count, candidates.individuals, in);
  return task;
}

AdvanceTask decode_advance(base::Decoder& in) {
  AdvanceTask task;
  task.problem = in.get<std::uint16_t>();
  task.limit = in.get_varint();
  task.evaluations = in.get_varint();
  task.failures = in.get_varint();
  const auto state = in.get_bytes();
  task.state.assign(state.begin(), state.end());
  return task;
}

OptimizeTask decode_kind(Kind kind, base::Decoder& in) {
  switch (kind) {
    case Kind::evaluate:
      return decode_evaluate(in);
    case Kind::advance:
      return decode_advance(in);
  }
  throw damaged();
}

void put(const Ends& ends, base::Encoder& out) {
  for (const auto count : ends.counts) out.put_varint(count);
  for (const auto& reason : ends.reasons) out.put_text(reason);
}

Ends get_ends(base::Decoder& in) {
  Ends ends;
  for (auto& count : ends.counts) count = in.get_varint();
  for (auto& reason : ends.reasons) reason = in.get_text();
  return ends;
}

/// "evaluations 120 to 135 of sensor".
std::string words_of(const evolve::Candidates& candidates, std::string_view problem) {
  auto words = candidates.size() == 1
                   ? fmt::format("evaluation {}", candidates.ids.front())
                   : fmt::format("evaluations {} to {}", candidates.ids.front(), candidates.ids.back());
  if (!problem.empty()) words += fmt::format(" of {}", problem);
  return words;
}

}  // namespace

std::string payload_of(const EvaluateTask& task, std::string_view problem) {
  base::Buffer bytes;
  bytes.reserve(task.candidates.values.size() * sizeof(double) + most_beside * (1 + task.candidates.size()));
  base::Encoder out(bytes);
  out.put(Kind::evaluate);
  out.put(task.problem);
  out.put(task.attempt);
  const auto& candidates = task.candidates;
  put_numbers(candidates.values, out);
  out.put_varint(candidates.size());
  put_varints(candidates.ids, out);
  put_varints(candidates.generations, out);
  put_varints(candidates.islands, out);
  put_varints(candidates.individuals, out);
  auto payload = words_of(candidates, problem);
  payload.reserve(payload.size() + 1 + bytes.size());
  payload += '\0';
  payload += text_of(bytes);
  return payload;
}

std::string payload_of(const AdvanceTask& task, std::string_view problem) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put(Kind::advance);
  out.put(task.problem);
  out.put_varint(task.limit);
  out.put_varint(task.evaluations);
  out.put_varint(task.failures);
  out.put_bytes(task.state);
  return fmt::format("{} evaluations of {}", task.limit, problem.empty() ? "the search" : problem) + '\0' +
         std::string(text_of(bytes));
}

OptimizeTask decode_task(std::string_view payload) {
  base::Decoder in(bytes_of(payload.substr(std::min(payload.find('\0'), payload.size() - 1) + 1)));
  auto task = decode_kind(in.get<Kind>(), in);
  refuse_damaged(in);
  return task;
}

void encode(const Evaluation& evaluation, base::Encoder& out) {
  out.put(evaluation.status);
  out.put(evaluation.cached);
  out.put_varint(evaluation.retries);
  out.put(evaluation.duration.count);
  out.put_varint(evaluation.peak.count);
  put_numbers(evaluation.outputs, out);
  out.put_text(evaluation.reason);
  out.put_text(evaluation.kept);
  out.put_varint(evaluation.figures.size());
  for (const auto& [name, value] : evaluation.figures) {
    out.put_text(name);
    out.put(value);
  }
}

Evaluation decode_evaluation(base::Decoder& in) {
  Evaluation evaluation;
  evaluation.status = in.get<Status>();
  evaluation.cached = in.get<bool>();
  evaluation.retries = static_cast<std::uint16_t>(in.get_varint());
  evaluation.duration = {in.get<double>()};
  evaluation.peak = {in.get_varint()};
  evaluation.outputs = get_numbers(in);
  evaluation.reason = in.get_text();
  evaluation.kept = in.get_text();
  for (auto count = in.get_varint(); count > 0 && in.ok(); --count) {
    std::string name(in.get_text());
    evaluation.figures.emplace_back(std::move(name), in.get<double>());
  }
  return evaluation;
}

std::string encode(const EvaluateAnswer& answer) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put(answer.rank);
  out.put(answer.started.count);
  out.put(answer.busy.count);
  for (const auto& evaluation : answer.evaluations) encode(evaluation, out);
  return std::string(text_of(bytes));
}

EvaluateAnswer decode_evaluate_answer(std::string_view bytes) {
  base::Decoder in(bytes_of(bytes));
  EvaluateAnswer answer;
  answer.rank = in.get<std::int32_t>();
  answer.started = {in.get<double>()};
  answer.busy = {in.get<double>()};
  while (in.ok() && !in.at_end()) answer.evaluations.push_back(decode_evaluation(in));
  refuse_damaged(in);
  return answer;
}

std::string encode(const AdvanceAnswer& answer) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put_varint(answer.evaluations);
  out.put(answer.busy.count);
  out.put_bytes(answer.state);
  put(answer.ends, out);
  for (const auto& record : answer.generations) encode(record, out);
  return std::string(text_of(bytes));
}

AdvanceAnswer decode_advance_answer(std::string_view bytes) {
  base::Decoder in(bytes_of(bytes));
  AdvanceAnswer answer;
  answer.evaluations = in.get_varint();
  answer.busy = {in.get<double>()};
  const auto state = in.get_bytes();
  answer.state.assign(state.begin(), state.end());
  answer.ends = get_ends(in);
  while (in.ok() && !in.at_end()) answer.generations.push_back(decode_generation(in));
  refuse_damaged(in);
  return answer;
}

void Ends::count(const Evaluation& evaluation) {
  const auto kind = static_cast<std::size_t>(evaluation.status);
  if (counts[kind]++ == 0 && evaluation.failed()) reasons[kind] = evaluation.reason;
}

std::uint64_t Ends::evaluations() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

std::uint64_t Ends::failures() const {
  return evaluations() - counts[static_cast<std::size_t>(Status::ok)];
}

void encode(const evolve::GenerationRecord& record, base::Encoder& out) {
  out.put_varint(record.number);
  out.put_varint(record.island);
  out.put_varint(record.evaluations);
  out.put_varint(record.population);
  out.put_varint(record.feasible);
  for (const double number : {record.best.objective, record.best.violation, record.mean, record.spread,
                              record.mutation, record.crossover}) {
    out.put(number);
  }
  put_numbers(record.mutation_memory, out);
  put_numbers(record.crossover_memory, out);
}

evolve::GenerationRecord decode_generation(base::Decoder& in) {
  evolve::GenerationRecord record;
  record.number = in.get_varint();
  record.island = static_cast<std::uint32_t>(in.get_varint());
  record.evaluations = in.get_varint();
  record.population = in.get_varint();
  record.feasible = in.get_varint();
  for (double* number : {&record.best.objective, &record.best.violation, &record.mean, &record.spread,
                         &record.mutation, &record.crossover}) {
    *number = in.get<double>();
  }
  record.mutation_memory = get_numbers(in);
  record.crossover_memory = get_numbers(in);
  return record;
}

}  // namespace winnow::optimize
