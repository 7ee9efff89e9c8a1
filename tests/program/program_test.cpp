#include "winnow/program/program.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <thread>

#include "program/processes.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::program {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::string content(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class ProgramTest : public testing::Test {
 protected:
  /// A script of parameters x (real), n (integer) and mode (a word).
  ProgramSpec spec(std::string text) {
    ProgramSpec made;
    made.arguments = {"sh", "-c", std::move(text), "script", "{x}", "{n}", "{mode}"};
    made.folder = folder_.path();
    made.parameters = {"x", "n", "mode"};
    made.work = folder_.path() / "work";
    return made;
  }

  Evaluation evaluate(const ProgramSpec& spec) {
    const auto program = Program::prepare(spec);
    if (!program) {
      ADD_FAILURE() << program.error().text();
      return {};
    }
    auto evaluation = program->run(values_, "g1", *spawner_);
    EXPECT_TRUE(evaluation) << (evaluation ? "" : evaluation.error().text());
    return evaluation ? *std::move(evaluation) : Evaluation{};
  }

  static std::optional<Program> prepared(ProgramSpec spec) {
    auto program = Program::prepare(std::move(spec));
    EXPECT_TRUE(program) << (program ? "" : program.error().text());
    return program ? std::optional(*std::move(program)) : std::nullopt;
  }

  std::string failure(const ProgramSpec& spec) {
    const auto evaluation = evaluate(spec);
    return evaluation.failure
               ? std::string(name_of(evaluation.failure->kind)) + ": " + evaluation.failure->reason
               : "none";
  }

  std::string refusal(const ProgramSpec& spec) {
    const auto program = Program::prepare(spec);
    return program ? "none" : program.error().text();
  }

  std::size_t working_folders() {
    const fs::directory_iterator all(folder_.path() / "work");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Spawner> spawner_ = started_spawner();
  std::vector<Value> values_{2.0, std::int64_t{3}, std::string("a 'b' {n}")};
};

TEST_F(ProgramTest, tells_parameters_as_arguments_variables_and_json) {
  auto told = spec(
      "echo \"$1|$2|$3|$WINNOW_PARAM_X|$WINNOW_PARAM_N|$WINNOW_PARAM_MODE|$EXTRA\" > told; cat >> told; echo "
      "1");
  told.environment = {{"EXTRA", "n is {n}"}};
  told.keep = Keep::all;
  const auto evaluation = evaluate(told);
  EXPECT_THAT(evaluation.outputs, ElementsAre(1));
  EXPECT_EQ(content(evaluation.kept / "told"),
            "2.0|3|a 'b' {n}|2.0|3|a 'b' {n}|n is 3\n{\"x\":2.0,\"n\":3,\"mode\":\"a 'b' {n}\"}\n");
}

TEST_F(ProgramTest, tells_a_word_that_is_a_number_as_one_and_keeps_what_looks_like_one) {
  auto told = spec("cat > told; echo $3");
  told.keep = Keep::all;
  for (const auto& [word, json] : {std::pair<std::string, std::string>{"16", "16"},
                                   {"0.5", "0.5"},
                                   {"1e-07", "1e-07"},
                                   {"007", "\"007\""},
                                   {"auto", "\"auto\""},
                                   {"true", "\"true\""},
                                   {"12345678901234567890123", "\"12345678901234567890123\""}}) {
    values_[2] = word;
    EXPECT_EQ(content(evaluate(told).kept / "told"), "{\"x\":2.0,\"n\":3,\"mode\":" + json + "}\n");
  }
}

TEST_F(ProgramTest, leaves_standard_input_empty_where_json_is_not_wanted) {
  auto empty = spec("wc -c");
  empty.json_input = false;
  EXPECT_THAT(evaluate(empty).outputs, ElementsAre(0));
}

TEST_F(ProgramTest, finds_a_script_beside_the_study_for_an_interpreter) {
  folder_.write("models/city.sh", "echo $1\n");
  auto interpreted = spec("");
  interpreted.arguments = {"sh", "./models/city.sh", "{n}", "./absent"};
  EXPECT_THAT(evaluate(interpreted).outputs, ElementsAre(3));
}

TEST_F(ProgramTest, copies_templates_with_their_modes_into_the_working_directory) {
  folder_.write("settings.txt.in", "latency = {x}\nroot = {root}\n{{x}}\n");
  fs::permissions(folder_.write("run.sh.in", "#!/bin/sh\necho {n}\n"), fs::perms::owner_all);
  auto copied = spec("cat settings.txt > ../../copy; sub/run");
  copied.constants = {{"root", "/data"}};
  copied.templates = {{"settings.txt.in", {}}, {"run.sh.in", "sub/run"}};
  EXPECT_THAT(evaluate(copied).outputs, ElementsAre(3));
  EXPECT_EQ(content(folder_.path() / "work/copy"), "latency = 2.0\nroot = /data\n{x}\n");
}

TEST_F(ProgramTest, each_failure_has_its_kind_and_its_reason) {
  EXPECT_EQ(failure(spec("echo one >&2; echo two >&2; exit 3")), "exit_status: exit status 3: one | two");
  EXPECT_EQ(failure(spec("kill -ABRT $$")), "signal: killed by SIGABRT (Aborted)");
  EXPECT_EQ(failure(spec("exit 0")), "no_output: standard output is empty");
  EXPECT_EQ(failure(spec("echo nan")), "not_a_number: the value is nan");
  EXPECT_EQ(failure(spec("echo hello")),
            "unparsable: the last line of standard output is not numbers: hello");
  auto slow = spec("echo begun >&2; sleep 1000");
  slow.limits.timeout = {0.1};
  EXPECT_EQ(failure(slow), "timeout: no end after 0.1 s: begun");
}

TEST_F(ProgramTest, standard_error_is_told_in_printable_text_and_not_at_length) {
  const auto reason = failure(spec("printf 'caf\\351\\n\\033[31mred' >&2; exit 1"));
  EXPECT_EQ(reason, "exit_status: exit status 1: caf\\xe9 | \\x1b[31mred");
  EXPECT_LT(failure(spec("yes long | tr '\\n' ' ' | head -c 100000 >&2; exit 1")).size(), 200U);
}

TEST_F(ProgramTest, a_script_that_nothing_can_run_is_not_started) {
  fs::permissions(folder_.write("program", "#!/no/such/interpreter\n"), fs::perms::owner_all);
  auto broken = spec("");
  broken.arguments = {"./program"};
  EXPECT_EQ(failure(broken),
            "not_started: cannot execute it (there is no interpreter as its first line names it: "
            "#!/no/such/interpreter)");
  fs::permissions(folder_.write("program", "#!/bin/sh\r\necho 1\r\n"), fs::perms::owner_all);
  EXPECT_EQ(failure(broken),
            "not_started: cannot execute it (there is no interpreter as its first line names it: "
            "#!/bin/sh\\x0d)");
}

TEST_F(ProgramTest, a_folder_that_cannot_be_made_is_a_failure_and_no_end) {
  auto lost = spec("rm -rf ../../../work; echo 1");
  lost.keep = Keep::none;
  auto program = prepared(lost);
  EXPECT_FALSE(program->run(values_, "g1", *spawner_)->failure);
  const auto evaluation = program->run(values_, "g2", *spawner_);
  ASSERT_TRUE(evaluation->failure);
  EXPECT_EQ(evaluation->failure->kind, FailureKind::not_started);
  EXPECT_THAT(evaluation->failure->reason, HasSubstr("cannot make the working directory"));
}

TEST_F(ProgramTest, keeps_the_first_failed_directories_and_what_was_printed_there) {
  auto fails = spec("touch made; echo out; echo err >&2; exit 1");
  fails.most_kept = 2;
  auto program = prepared(fails);
  const auto first = program->run(values_, "g1", *spawner_);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(program->run(values_, "g2", *spawner_)->failure);
  program.reset();
  EXPECT_EQ(working_folders(), 2U);
  EXPECT_TRUE(fs::exists(first->kept / "made"));
  EXPECT_EQ(content(first->kept / "stdout.txt"), "out\n");
  EXPECT_EQ(content(first->kept / "stderr.txt"), "err\n");
  EXPECT_THAT(content(first->kept / "parameters.json"), HasSubstr("\"n\":3"));
}

TEST_F(ProgramTest, leaves_no_directory_of_what_went_well) {
  evaluate(spec("mkdir -p a/b; touch a/b/c; chmod 500 a/b; ln -s / a/root; echo 1"));
  EXPECT_EQ(working_folders(), 0U);
}

TEST_F(ProgramTest, gives_each_evaluation_a_directory_of_its_own) {
  auto apart = spec("test -z \"$(ls)\" && touch mine && sleep 0.02 && echo 1");
  auto program = prepared(apart);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j) EXPECT_FALSE(program->run(values_, "g", *spawner_)->failure);
    });
  }
  for (auto& thread : threads) thread.join();
  program.reset();
  EXPECT_EQ(working_folders(), 0U);
}

TEST_F(ProgramTest, a_stop_of_the_run_is_no_outcome) {
  spawner_->cancel_all();
  EXPECT_THAT(failure(spec("sleep 1000")), HasSubstr("cancelled"));
  EXPECT_EQ(working_folders(), 0U);
}

TEST_F(ProgramTest, refuses_programs_that_cannot_run_before_any_does) {
  auto wrong = spec("");
  wrong.arguments = {"./absent"};
  EXPECT_EQ(refusal(wrong), "there is no program " + (folder_.path() / "absent").string() +
                                ": paths are relative to the study's folder");
  folder_.write("model", "no program");
  wrong.arguments = {"./model"};
  EXPECT_EQ(refusal(wrong),
            (folder_.path() / "model").string() +
                " cannot be executed (Permission denied): chmod +x it, or name its interpreter first");
  wrong.arguments = {"model"};
  EXPECT_EQ(refusal(wrong),
            "there is no program model (not in any folder of PATH): write \"./model\" for the one "
            "beside the study");
  wrong.arguments = {"/tmp"};
  EXPECT_EQ(refusal(wrong), "/tmp is no program (not a file)");
  wrong.arguments = {};
  EXPECT_THAT(refusal(wrong), HasSubstr("there is no program to run"));
  wrong.arguments = {"{mode}"};
  EXPECT_THAT(refusal(wrong), HasSubstr("it depends on a parameter"));
}

TEST_F(ProgramTest, refuses_what_it_cannot_fill_or_tell_apart) {
  auto wrong = spec("");
  wrong.arguments.emplace_back("{y}");
  EXPECT_THAT(refusal(wrong), HasSubstr("unknown placeholder {y}"));
  wrong = spec("");
  wrong.parameters = {"a-b", "a.b", "x", "n", "mode"};
  EXPECT_EQ(refusal(wrong),
            "the parameters a-b and a.b cannot be told apart (both are WINNOW_PARAM_A_B in the "
            "program's environment): rename one");
  wrong = spec("");
  wrong.constants = {{"x", "1"}};
  EXPECT_THAT(refusal(wrong), HasSubstr("no parameter can have the name x"));
  wrong = spec("");
  wrong.templates = {{"absent.in", {}}};
  EXPECT_THAT(refusal(wrong), HasSubstr("cannot open " + (folder_.path() / "absent.in").string()));
  wrong.templates = {{"settings.txt", {}}};
  EXPECT_THAT(refusal(wrong), HasSubstr("the template settings.txt has no name for its copy"));
  wrong.templates = {{"settings.txt", "../settings.txt"}};
  EXPECT_THAT(refusal(wrong), HasSubstr("that is not in the working directory"));
  folder_.write("settings.txt.in", "{x}");
  folder_.write("more/settings.txt.in", "{n}");
  wrong.templates = {{"settings.txt.in", {}}, {"more/settings.txt.in", "./settings.txt"}};
  EXPECT_EQ(
      refusal(wrong),
      "the templates settings.txt.in and more/settings.txt.in cannot both be copied to settings.txt (one "
      "would overwrite the other): rename one");
}

TEST_F(ProgramTest, refuses_outputs_without_a_place_or_a_name) {
  auto wrong = spec("");
  wrong.output.form = OutputSpec::Form::report;
  EXPECT_THAT(refusal(wrong), HasSubstr("there is no file to read the value from"));
  wrong.output.file = "report.txt";
  EXPECT_THAT(refusal(wrong), HasSubstr("there is no name of the value"));
}

TEST_F(ProgramTest, leaks_no_descriptors_and_no_directories) {
  auto program = prepared(spec("exit 1"));
  EXPECT_TRUE(program->run(values_, "g", *spawner_)->failure);
  const auto before = open_descriptors();
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(program->run(values_, "g", *spawner_)->failure);
  EXPECT_EQ(open_descriptors(), before);
  program.reset();
  EXPECT_EQ(working_folders(), ProgramSpec{}.most_kept);
}

}  // namespace
}  // namespace winnow::program
