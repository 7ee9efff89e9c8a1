#include "app/optimize/initial_population.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace winnow::app {
namespace {

using testing::ElementsAre;

class InitialPopulation : public testing::Test {
 protected:
  ~InitialPopulation() override { std::filesystem::remove(file_); }

  std::vector<double> read(const std::string& text) const {
    std::ofstream(file_) << text;
    return read_initial_population(file_, space_);
  }

  std::string refusal(const std::string& text) const {
    try {
      static_cast<void>(read(text));
    } catch (const base::Failure& failure) {
      const auto words = failure.error().text();
      return words.substr(words.find("test.txt") + 8);
    }
    return "";
  }

  std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("first-" + std::to_string(::getpid()) + "-test.txt");
  evolve::Space space_ = base::value_or_throw(evolve::Space::make({
      {.name = "x", .low = -5, .high = 5},
      {.name = "k", .type = evolve::ParameterType::integer, .low = 1, .high = 7, .step = 3},
      {.name = "c", .type = evolve::ParameterType::choice, .choices = {"10", "20", "thirty", "one or two"}},
  }));
};

TEST_F(InitialPopulation, is_an_individual_a_line) {
  EXPECT_THAT(read("# x, k, c\n1.5, 4, thirty\n\n-2 7 10  # the best so far\n"),
              ElementsAre(1.5, 4, 2, -2, 7, 0));
}

TEST_F(InitialPopulation, stands_under_the_names_of_the_parameters_in_any_order) {
  EXPECT_THAT(read("# as pandas writes it\nc,x,k\nthirty,1.5,4\n10,-2,7\n"),
              ElementsAre(1.5, 4, 2, -2, 7, 0));
  EXPECT_THAT(refusal("c,x,k\nthirty,1.5,4\nc,x,k\n"), testing::StartsWith(":3: x cannot be \"x\""));
  EXPECT_THAT(refusal("c,x,y\n"), testing::StartsWith(":1: x cannot be \"c\""));
  EXPECT_THAT(refusal("c,x,k,value\n"), testing::StartsWith(":1: 4 values stand here"));
}

TEST_F(InitialPopulation, may_have_words_with_blanks_between_commas_or_tabs) {
  EXPECT_THAT(read("1.5, 4, one or two\n1.5\t4\tone or two\t\n1.5,4,\"one or two\"\r\n"),
              ElementsAre(1.5, 4, 3, 1.5, 4, 3, 1.5, 4, 3));
  EXPECT_THAT(refusal("1.5,4,\n"), testing::StartsWith(":1: c cannot be \"\""));
}

TEST_F(InitialPopulation, knows_choices_that_are_numbers_however_they_are_written) {
  EXPECT_THAT(read("1.5, 4, 10.0\n1.5, 4, 2e1\n"), ElementsAre(1.5, 4, 0, 1.5, 4, 1));
}

TEST_F(InitialPopulation, takes_words_out_of_quotes_as_pandas_writes_them) {
  space_ = base::value_or_throw(evolve::Space::make({
      {.name = "x", .low = -5, .high = 5},
      {.name = "a,b", .type = evolve::ParameterType::choice, .choices = {"1,2", "say \"no\"", "#3"}},
  }));
  EXPECT_THAT(read("\xef\xbb\xbf\"a,b\",x\n\"1,2\",1\n\"say \"\"no\"\"\",2\n\"#3\",3 # the last\n"),
              ElementsAre(1, 0, 2, 1, 3, 2));
  EXPECT_THAT(read("1 \"say \"\"no\"\"\"\n"), ElementsAre(1, 1));
}

TEST_F(InitialPopulation, refuses_values_that_are_none_of_their_parameters) {
  const std::string advice =
      ": write an individual a line: a value for each parameter, in the order of the study or of a first "
      "line "
      "with their names";
  EXPECT_EQ(refusal("1 4 10\n9 4 10\n"),
            ":2: x = 9 is outside -5 … 5 (the search does not leave its bounds)" + advice);
  EXPECT_EQ(refusal("1 2 10\n"), ":1: k = 2 is not on its grid (that goes from 1 in steps of 3)" + advice);
  EXPECT_EQ(refusal("1 4 30\n"),
            ":1: c cannot be \"30\" (it is one of 10, 20, thirty and one or two)" + advice);
  EXPECT_EQ(refusal("1 four 10\n"), ":1: k cannot be \"four\" (it is an integer)" + advice);
  EXPECT_EQ(refusal("1 4\n"), ":1: 2 values stand here (there are 3 parameters)" + advice);
  EXPECT_EQ(refusal("# none\n"),
            ": there is no individual in the first population (every line is empty or a comment)" + advice);
}

}  // namespace
}  // namespace winnow::app
