#include "study/schema.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "study/document.hpp"

namespace winnow::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Schema, has_the_sections_of_a_study) {
  EXPECT_THAT(make_schema().section_names(),
              ElementsAre("resources", "farm", "checkpoint", "watch", "result", "reduce", "optimize"));
}

TEST(Schema, declares_every_key_once_with_a_line_of_documentation) {
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    std::set<std::string> names;
    for (const auto& key : section.keys) {
      EXPECT_TRUE(names.insert(key.text.name).second) << section.path_of(key);
      EXPECT_FALSE(key.text.doc.empty()) << section.path_of(key);
      EXPECT_EQ(key.text.doc.find('\n'), std::string::npos) << section.path_of(key);
      EXPECT_EQ(schema.find_path(section.path_of(key)), &key);
    }
  }
}

TEST(Schema, limits_every_amount) {
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    for (const auto& key : section.keys) {
      const bool is_amount = key.type.starts_with("integer") || key.type.starts_with("real") ||
                             key.type.starts_with("share") || key.type.starts_with("size") ||
                             key.type.starts_with("duration");
      EXPECT_EQ(is_amount, std::isfinite(key.text.range.least)) << section.path_of(key);
    }
  }
}

TEST(Schema, takes_its_own_defaults_and_examples) {
  const auto schema = make_schema();
  for (const auto& section : schema.sections()) {
    for (const auto& key : section.keys) {
      for (const auto& value : {key.initial, key.example()}) {
        const auto document = parse_document("[section]\nvalue = " + value, "", make_schema());
        ASSERT_TRUE(document) << value;
        Sections sections;
        Complaints complaints;
        key.read(document->settings.at(0).node, sections, first_instance_of(section), complaints);
        EXPECT_THAT(complaints, IsEmpty()) << section.path_of(key) << " = " << value;
        EXPECT_EQ(key.spell(sections, first_instance_of(section)), value) << section.path_of(key);
      }
    }
  }
}

TEST(Schema, knows_the_documented_defaults) {
  const auto schema = make_schema();
  const auto default_of = [&](std::string_view path) { return schema.find_path(path)->initial; };
  EXPECT_EQ(default_of("resources.eta"), "0.75");
  EXPECT_EQ(default_of("resources.gamma"), "3.0");
  EXPECT_EQ(default_of("resources.overhead"), "\"50MiB\"");
  EXPECT_EQ(default_of("resources.workers"), "\"auto\"");
  EXPECT_EQ(default_of("resources.max_workers"), "\"cores\"");
  EXPECT_EQ(default_of("resources.worker_type"), "\"process\"");
  EXPECT_EQ(default_of("farm.timeout"), "\"none\"");
  EXPECT_EQ(default_of("farm.heartbeat"), "\"1s\"");
  EXPECT_EQ(default_of("reduce.statistics"),
            R"(["count", "missing", "mean", "std", "sem", "ci95", "min", "max"])");
}

TEST(Schema, finds_nothing_under_an_unknown_path) {
  const auto schema = make_schema();
  EXPECT_EQ(schema.find_path("reduce.title"), nullptr);
  EXPECT_EQ(schema.find_path("nothing.at_all"), nullptr);
}

}  // namespace
}  // namespace winnow::study
