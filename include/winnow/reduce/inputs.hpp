#pragma once
// Which files a result was made of, in a few bytes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/read/file_state.hpp"

namespace winnow::reduce {

/// One number for a file's size and time of change; never 0.
[[nodiscard]] std::uint64_t revision_of(const read::FileState& state);

/// Files: how many, how large, and a fingerprint of their paths and revisions that does not depend on their
/// order. Equal fingerprints mean that a result made of one stands for the other.
class Inputs {
 public:
  void add(std::string_view path, base::Bytes size, std::uint64_t revision);
  void merge(const Inputs& other);

  void encode(base::Encoder& out) const;
  [[nodiscard]] static Inputs decode(base::Decoder& in);

  [[nodiscard]] std::uint64_t files() const { return files_; }
  [[nodiscard]] base::Bytes size() const { return size_; }

  /// 32 hexadecimal digits.
  [[nodiscard]] std::string fingerprint() const;

  bool operator==(const Inputs&) const = default;

 private:
  std::uint64_t files_ = 0;
  base::Bytes size_;
  std::uint64_t low_ = 0;  ///< sum of the files' 128-bit hashes, as two independent words
  std::uint64_t high_ = 0;
};

/// Walks `patterns` (as read::FileWalk::open, which see for failures), looks at all files and opens none.
[[nodiscard]] base::Result<Inputs> inputs_of(const std::vector<std::string>& patterns,
                                             const std::string& folder);

}  // namespace winnow::reduce
