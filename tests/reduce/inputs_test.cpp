#include "winnow/reduce/inputs.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace winnow::reduce {
namespace {

struct File {
  std::string path;
  read::FileState state;
};
const File first{"a.txt", {{10}, 100}};
const File second{"b.txt", {{20}, 200}};

Inputs inputs(std::initializer_list<File> files) {
  Inputs inputs;
  for (const auto& [path, state] : files) inputs.add(path, state.size, revision_of(state));
  return inputs;
}

TEST(Inputs, count_files_and_bytes) {
  EXPECT_EQ(inputs({first, second}).files(), 2u);
  EXPECT_EQ(inputs({first, second}).size().count, 30u);
  EXPECT_EQ(inputs({first, second}).fingerprint().size(), 32u);
}

TEST(Inputs, have_a_fingerprint_without_order) {
  EXPECT_EQ(inputs({first, second}), inputs({second, first}));
  auto merged = inputs({second});
  merged.merge(inputs({first}));
  EXPECT_EQ(merged, inputs({first, second}));
}

TEST(Inputs, have_another_fingerprint_after_any_change) {
  const auto before = inputs({first, second}).fingerprint();
  EXPECT_NE(inputs({first}).fingerprint(), before);
  EXPECT_NE(inputs({{"c.txt", {{10}, 100}}, second}).fingerprint(), before);
  EXPECT_NE(inputs({{"a.txt", {{11}, 100}}, second}).fingerprint(), before);
  EXPECT_NE(inputs({{"a.txt", {{10}, 101}}, second}).fingerprint(), before);
  EXPECT_NE(inputs({{"a.txt", {{20}, 200}}, {"b.txt", {{10}, 100}}}).fingerprint(), before);
  EXPECT_NE(inputs({first, first, second}).fingerprint(), before);
}

TEST(Inputs, survive_encoding) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  inputs({first, second}).encode(out);
  base::Decoder in(bytes);
  EXPECT_EQ(Inputs::decode(in), inputs({first, second}));
  EXPECT_TRUE(in.ok() && in.at_end());
}

TEST(Inputs, are_found_by_walking_the_patterns) {
  test::TemporaryFolder folder;
  folder.write("one.txt", "created: 1\n");
  folder.write("two.txt", "created: 22\n");
  folder.write("other.log", "x");
  const auto found = inputs_of({"*.txt"}, folder.path());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->files(), 2u);
  EXPECT_EQ(found->size().count, 23u);
  EXPECT_EQ(*found, *inputs_of({"two.txt", "one.txt"}, folder.path()));
}

TEST(Inputs, fail_where_the_walk_cannot_begin) {
  test::TemporaryFolder folder;
  EXPECT_FALSE(inputs_of({"no-such-folder/*.txt"}, folder.path()));
}

}  // namespace
}  // namespace winnow::reduce
