#include "winnow/reduce/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reduce/hash.hpp"
#include "winnow/read/file_walk.hpp"

namespace winnow::reduce {

std::uint64_t revision_of(const read::FileState& state) {
  const std::array numbers{state.size.count, static_cast<std::uint64_t>(state.modified)};
  return std::max<std::uint64_t>(1, XXH3_64bits(numbers.data(), sizeof numbers));
}

void Inputs::add(std::string_view path, base::Bytes size, std::uint64_t revision) {
  const auto hash = XXH3_128bits_withSeed(path.data(), path.size(), revision);
  ++files_;
  size_ += size;
  low_ += hash.low64;
  high_ += hash.high64;
}

void Inputs::merge(const Inputs& other) {
  files_ += other.files_;
  size_ += other.size_;
  low_ += other.low_;
  high_ += other.high_;
}

void Inputs::encode(base::Encoder& out) const {
  for (const auto number : {files_, size_.count, low_, high_}) out.put(number);
}

Inputs Inputs::decode(base::Decoder& in) {
  Inputs inputs;
  for (auto* number : {&inputs.files_, &inputs.size_.count, &inputs.low_, &inputs.high_}) {
    *number = in.get<std::uint64_t>();
  }
  return inputs;
}

std::string Inputs::fingerprint() const {
  return fmt::format("{:016x}{:016x}", high_, low_);
}

base::Result<Inputs> inputs_of(const std::vector<std::string>& patterns, const std::string& folder) {
  auto walk = read::FileWalk::open(patterns, folder);
  if (!walk) return tl::make_unexpected(std::move(walk).error());
  Inputs inputs;
  std::vector<read::FoundFile> found;
  for (bool more = true; more;) {
    found.clear();
    more = walk->next(4096, found);
    for (const auto& file : found) inputs.add(file.path, file.state->size, revision_of(*file.state));
  }
  return inputs;
}

}  // namespace winnow::reduce
