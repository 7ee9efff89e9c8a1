#include "winnow/store/compression_trial.hpp"

#include <zlib.h>

#include <array>
#include <cstddef>
#include <variant>

namespace winnow::store {
namespace {

constexpr std::array tried_levels{1, 4, 6, 9};

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
    const auto began = clock.now();
    std::size_t deflated = 0;
    for (const auto& column : columns) {
      deflated +=
          deflated_size(std::visit([](const auto& cells) { return shuffled(cells); }, column), level, room);
    }
    const auto took = clock.now() - began;
    trial.levels.push_back(
        {level, size / static_cast<double>(deflated), took.count > 0 ? size / took.count : 0});
  }
  return trial;
}

}  // namespace winnow::store
