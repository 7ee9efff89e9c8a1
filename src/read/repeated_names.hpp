#pragma once
// Which of millions of listed names come more than once.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "read/listed_names.hpp"

namespace winnow::read {

/// Tells the first coming of a name in lists from later ones, in memory that grows with the names that come
/// again and not with the lists. These are read beforehand: once if that finds them in ascending order, so
/// that no name comes again; else as many times as it takes to compare the hashes of all names a share at a
/// time.
class RepeatedNames {
 public:
  /// `lists`: paths of files of names; one that cannot be read has none. Relative names are relative to
  /// `folder`, which is absolute with a slash at its end. `share`: of hashes in memory at a time, 8 bytes
  /// each.
  RepeatedNames(std::vector<std::string> lists, std::string folder, std::size_t share = std::size_t{1} << 20);

  /// Reads on, by so many lines; true when all is known.
  bool read(std::size_t lines);

  /// `path`: absolute and normalised. False if the path was asked for before, as far as the lists have it
  /// more than once. Two different paths would have to agree in 64 bits of one hash and 32 of another to be
  /// taken for one. To be asked when all is known.
  [[nodiscard]] bool is_first(std::string_view path);

 private:
  struct Name {
    std::uint64_t hash;
    std::uint32_t check = 0;  ///< of the path that came, if one has
    bool has_come = false;
  };

  [[nodiscard]] bool is_complete() const { return pass_ > passes_; }
  void step();
  void see(std::string_view name);
  void end_pass();
  void keep_repeated();

  std::vector<std::string> lists_;
  std::string folder_;
  std::size_t share_;

  ListedNames names_;  ///< of the list before `next_list_`, if `in_list_`
  std::size_t next_list_ = 0;
  bool in_list_ = false;
  std::string path_;      ///< of the name in hand
  std::string previous_;  ///< path, in the first pass

  // The first pass counts names and looks at their order; of `passes_` others, each takes its share of
  // hashes.
  std::size_t pass_ = 0;
  std::size_t passes_ = 0;
  std::size_t count_ = 0;
  bool ascends_ = true;
  std::vector<std::uint64_t> hashes_;

  std::vector<Name> repeated_;  ///< by hash; those of one hash that differ stand once
};

}  // namespace winnow::read
