#include "winnow/store/compression_trial.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <variant>

#include "winnow/base/descriptor.hpp"

namespace winnow::store {
namespace {

constexpr std::array tried_levels{1, 4, 6, 9};

/// What takes less is measured more than once, and the shortest time holds: others had a part in longer ones.
constexpr base::Seconds long_enough{0.1};
constexpr int most_rounds = 3;

using Bytes = std::vector<unsigned char>;

/// HDF5's filter: all first bytes of the elements, then all second ones, and so on.
template <class Values>
Bytes shuffled(const Values& values) {
  constexpr auto width = sizeof(typename Values::value_type);
  const auto bytes = std::as_bytes(std::span(values));
  Bytes out(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out[i % width * values.size() + i / width] = static_cast<unsigned char>(bytes[i]);
  }
  return out;
}

/// The size of `column` deflated at `level`; `room` is scratch.
std::size_t deflated_size(const Bytes& column, int level, Bytes& room) {
  room.resize(::compressBound(column.size()));
  auto size = static_cast<uLongf>(room.size());
  return ::compress2(room.data(), &size, column.data(), column.size(), level) == Z_OK ? size : column.size();
}

/// Of all columns, shuffled before.
std::size_t deflated_size(std::span<const base::Cells> columns, int level, Bytes& room) {
  std::size_t size = 0;
  for (const auto& column : columns) {
    size += deflated_size(std::visit([](const auto& cells) { return shuffled(cells); }, column), level, room);
  }
  return size;
}

}  // namespace

CompressionTrial try_compression(std::span<const base::Cells> columns, const base::Clock& clock) {
  CompressionTrial trial;
  for (const auto& column : columns) {
    trial.sample.count +=
        std::visit([](const auto& cells) { return std::as_bytes(std::span(cells)).size(); }, column);
  }
  if (trial.sample.count == 0) return trial;
  const auto size = static_cast<double>(trial.sample.count);
  Bytes room;
  for (const int level : tried_levels) {
    std::size_t deflated = 0;
    auto took = base::Seconds::never();
    for (int round = 0; round < most_rounds && (round == 0 || took < long_enough); ++round) {
      const auto began = clock.now();
      deflated = deflated_size(columns, level, room);
      took = std::min(took, clock.now() - began);
    }
    trial.levels.push_back(
        {level, size / static_cast<double>(deflated), took.count > 0 ? size / took.count : 0});
  }
  return trial;
}

double try_disk(std::span<const base::Cells> columns, const std::filesystem::path& folder,
                const base::Clock& clock) {
  const base::Descriptor file(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open()) return 0;
  const auto began = clock.now();
  std::size_t size = 0;
  for (const auto& column : columns) {
    const auto bytes = std::visit([](const auto& cells) { return std::as_bytes(std::span(cells)); }, column);
    if (!base::write_all(file.get(), bytes)) return 0;
    size += bytes.size();
  }
  if (size == 0 || ::fdatasync(file.get()) != 0) return 0;
  const auto took = clock.now() - began;
  return took.count > 0 ? static_cast<double>(size) / took.count : 0;
}

}  // namespace winnow::store
