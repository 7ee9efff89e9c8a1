#pragma once
// The first and the last value of one metric in one group.

#include <cstdint>
#include <string>
#include <string_view>

#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// Where a value stands: in which file, and at which byte of it its row begins.
struct Origin {
  std::string_view path;
  std::uint64_t byte = 0;
};

/// Of all values that were added, in whatever order, the ones whose origins come first and last: by path, as
/// unsigned bytes, and then by place in the file.
class Ends {
 public:
  /// Adds a value; NaN counts for nothing.
  void add(double value, const Origin& origin);

  void encode(base::Encoder& out) const;

  /// Adds what encode() wrote. False, with `into` unspecified, if `in` holds anything else.
  [[nodiscard]] static bool merge_encoded(base::Decoder& in, Ends& into);

  /// NaN when there is no value.
  [[nodiscard]] double first() const;
  [[nodiscard]] double last() const;

  /// What it holds outside the object.
  [[nodiscard]] base::Bytes heap_memory() const;

 private:
  struct End {
    std::string path;
    std::uint64_t byte = 0;
    double value = 0;

    [[nodiscard]] bool comes_before(double other, const Origin& origin) const;
    void become(double other, const Origin& origin);
  };

  End first_;
  End last_;
  bool empty_ = true;
};

}  // namespace winnow::reduce
