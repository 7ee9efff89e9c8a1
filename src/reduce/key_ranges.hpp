#pragma once
// Which rank of a team gets which keys, and the way there.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reduce/key_sample.hpp"
#include "reduce/record.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// A partition of all keys into one range per rank, in rank order: what the ranks hold, sorted and laid end
/// to end, is the whole in order. Some ranges may be empty.
class KeyRanges {
 public:
  /// Gives the beginning of a key: keys that begin alike are of one range.
  using Part = std::function<std::string_view(std::string_view key)>;

  /// \collective Ranges that hold about equally many keys, judged by everybody's sample. The same on all
  /// ranks.
  [[nodiscard]] static KeyRanges agree(const KeySample& sample, base::Team& team, Part part = {});

  /// The rank whose range holds the key.
  [[nodiscard]] std::size_t owner_of(std::string_view key) const;

 private:
  std::vector<std::string> firsts_;  ///< the first key of each range but that of rank 0
  Part part_;
};

/// \collective Sends each record that `next` gives to the rank that owns its key, and hands those that come
/// to `take`. Goes in rounds, in which a rank sends and receives at most about `memory` bytes.
void exchange(const KeyRanges& ranges, base::Team& team, base::Bytes memory,
              const std::function<bool(Record&)>& next, const std::function<void(const Record&)>& take);

}  // namespace winnow::reduce
