#include "optimize/generation_history.hpp"

#include <algorithm>
#include <utility>

#include "optimize/task_codec.hpp"

namespace winnow::optimize {
namespace {

void put(const std::vector<Generation>& generations, base::Encoder& out) {
  out.put_varint(generations.size());
  for (const auto& generation : generations) {
    encode(generation.record, out);
    for (const double number : {generation.at.count, generation.since.count, generation.busy.count,
                                generation.evaluations_per_second, generation.utilisation}) {
      out.put(number);
    }
    out.put_varint(generation.sent.count);
  }
}

std::vector<Generation> get(base::Decoder& in) {
  std::vector<Generation> generations;
  for (auto count = in.get_varint(); count > 0 && in.ok(); --count) {
    Generation generation;
    generation.record = decode_generation(in);
    for (double* number : {&generation.at.count, &generation.since.count, &generation.busy.count,
                           &generation.evaluations_per_second, &generation.utilisation}) {
      *number = in.get<double>();
    }
    generation.sent = {in.get_varint()};
    generations.push_back(std::move(generation));
  }
  return generations;
}

auto order_of(const Generation& generation) {
  return std::pair(generation.record.number, generation.record.island);
}

}  // namespace

void GenerationHistory::add(Generation generation) {
  const auto island = generation.record.island;
  std::erase_if(last_, [&](const Generation& last) { return last.record.island == island; });
  if (generation.record.number % stride_ != 0) {
    last_.push_back(std::move(generation));
    return;
  }
  kept_.push_back(std::move(generation));
  if (kept_.size() > most_) thin();
}

void GenerationHistory::thin() {
  stride_ *= 2;
  std::erase_if(kept_, [&](const Generation& one) { return one.record.number % stride_ != 0; });
}

std::vector<Generation> GenerationHistory::kept() const {
  auto all = kept_;
  all.insert(all.end(), last_.begin(), last_.end());
  std::ranges::stable_sort(all, {}, order_of);
  return all;
}

const Generation* GenerationHistory::latest() const {
  const Generation* latest = nullptr;
  for (const auto* generations : {&kept_, &last_}) {
    for (const auto& one : *generations) {
      if (latest == nullptr || order_of(one) >= order_of(*latest)) latest = &one;
    }
  }
  return latest;
}

void GenerationHistory::encode(base::Encoder& out) const {
  out.put_varint(stride_);
  put(kept_, out);
  put(last_, out);
}

void GenerationHistory::decode(base::Decoder& in) {
  stride_ = std::max<std::uint64_t>(1, in.get_varint());
  kept_ = get(in);
  last_ = get(in);
}

}  // namespace winnow::optimize
