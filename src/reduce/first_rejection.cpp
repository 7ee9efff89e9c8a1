#include "reduce/first_rejection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <tuple>

#include "reduce/rejected_record.hpp"
#include "winnow/base/text.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {
namespace {

/// Counting takes about a second for so much: a run that is to end does not wait longer to name a line.
constexpr auto most_counted = base::gibibytes(1);

/// Lines that end before this byte of the file, if they are soon counted.
std::optional<std::uint64_t> lines_before(const std::string& file, std::uint64_t byte) {
  if (byte > most_counted.count) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  std::array<char, 1 << 16> block;
  std::uint64_t lines = 0;
  while (byte > 0 && in) {
    in.read(block.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(byte, block.size())));
    lines += static_cast<std::uint64_t>(std::count(block.data(), block.data() + in.gcount(), '\n'));
    byte -= static_cast<std::uint64_t>(in.gcount());
  }
  if (byte > 0) return std::nullopt;
  return lines;
}

}  // namespace

void FirstRejection::note(const Rejected& rejected, bool line_known) {
  if (scheme_.config.on_error == OnError::reject) return;
  const std::scoped_lock lock(mutex_);
  if (is_there()) return;
  rejected_ = rejected;
  line_known_ = line_known;
  is_there_ = true;
}

std::optional<base::Error> FirstRejection::error(base::Team& team) const {
  std::optional<Rejected> first;
  for (const auto& bytes : team.gather_all(encoded())) {
    if (bytes.empty()) continue;
    base::Decoder in(bytes);
    auto other = decode_rejected(in);
    const auto place_of = [](const Rejected& rejected) {
      return std::tie(rejected.path, rejected.position.byte);
    };
    if (!first || place_of(other) < place_of(*first)) first = std::move(other);
  }
  if (!first) return std::nullopt;
  return error_of(*first);
}

/// With its line counted from the beginning of the file; nothing if there is no rejection.
base::Buffer FirstRejection::encoded() const {
  base::Buffer bytes;
  const std::scoped_lock lock(mutex_);
  if (!is_there()) return bytes;
  auto rejected = rejected_;
  if (rejected.position.line > 0 && !line_known_) {
    std::string file;
    scheme_.locate(rejected.path, file);
    const auto before = lines_before(file, rejected.position.byte);
    rejected.position.line = before ? *before + 1 : 0;
  }
  base::Encoder out(bytes);
  encode_rejected(rejected, out);
  return bytes;
}

base::Error FirstRejection::error_of(const Rejected& rejected) const {
  std::string file;
  scheme_.locate(rejected.path, file);
  const auto& [line, byte] = rejected.position;
  const auto where = line == 0 && byte > 0 ? fmt::format(" at byte {}", byte) : std::string();
  return {fmt::format("rejected{}: {}", where, rejected.reason),
          base::printable(rejected.text),
          "mend it, or write on_error = \"reject\" in [reduce] to go on without it and to find it in the "
          "result's table rejected",
          {base::printable(std::filesystem::path(file).lexically_normal().string()), line, 0}};
}

}  // namespace winnow::reduce
