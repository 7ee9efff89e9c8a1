// Runs a fuzz target where there is no libFuzzer: on each file of its corpus, then on mutations of them. The
// same seed gives the same mutations.
// usage: fuzz_<target> CORPUS [MUTATIONS [SEED]]     CORPUS: a folder, or one file

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <string>
#include <vector>

#include "fuzz/fuzzing.hpp"
#include "fuzz/mutation.hpp"

namespace winnow::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr unsigned longest_run = 60;  ///< seconds that an input may take: longer is a hang

std::vector<std::string> load_corpus(const fs::path& path) {
  std::vector<fs::path> files;
  if (fs::is_directory(path)) {
    for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  } else {
    files.push_back(path);
  }
  std::ranges::sort(files);
  std::vector<std::string> inputs;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return inputs;
}

/// All inputs of a run: the corpus, then its mutations, each made of nothing but the seed and its index.
class Inputs {
 public:
  Inputs(std::vector<std::string> corpus, std::uint64_t mutations, std::uint64_t seed)
      : corpus_(std::move(corpus)), mutations_(mutations), seed_(seed) {}

  [[nodiscard]] std::uint64_t size() const { return corpus_.size() + mutations_; }
  [[nodiscard]] std::string at(std::uint64_t index) const {
    return index < corpus_.size() ? corpus_[index] : mutated(corpus_, seed_, index);
  }

 private:
  std::vector<std::string> corpus_;
  std::uint64_t mutations_;
  std::uint64_t seed_;
};

/// A number that a process and its child see.
class SharedNumber {
 public:
  SharedNumber()
      : number_(new (::mmap(nullptr, sizeof(Number), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                            0)) Number(0)) {}

  void set(std::uint64_t value) { *number_ = value; }
  [[nodiscard]] std::uint64_t get() const { return *number_; }

 private:
  using Number = std::atomic<std::uint64_t>;
  Number* number_;  ///< unmapped with the process
};

void run_all(const Inputs& inputs, SharedNumber& at) {
  for (std::uint64_t index = 0; index < inputs.size(); ++index) {
    at.set(index);
    ::alarm(longest_run);
    const auto input = inputs.at(index);
    // A copy of its exact size, so that a sanitizer sees what is read behind it.
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
  ::alarm(0);
}

/// Runs the inputs in a child, so that it can be told which one ended it.
int run(const std::string& program, const Inputs& inputs) {
  SharedNumber at;
  const auto child = ::fork();
  if (child == 0) {
    run_all(inputs, at);
    return 0;
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) {
    std::perror("cannot run the target");
    return 1;
  }
  if (status == 0) return 0;
  const auto name = "crash-" + program + "-" + std::to_string(at.get());
  std::ofstream(name, std::ios::binary) << inputs.at(at.get());
  std::fprintf(stderr, "%s fails on input %llu, which is now in %s (%s)\n", program.c_str(),
               static_cast<unsigned long long>(at.get()), name.c_str(),
               WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status)) : "it exits");
  return 1;
}

}  // namespace
}  // namespace winnow::fuzz

int main(int count, char** arguments) {
  using namespace winnow::fuzz;
  if (count < 2) {
    std::fprintf(stderr, "usage: %s CORPUS [MUTATIONS [SEED]]\n", arguments[0]);
    return 2;
  }
  const auto mutations = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 0;
  const auto seed = count > 3 ? std::strtoull(arguments[3], nullptr, 10) : 1;
  auto corpus = load_corpus(arguments[1]);
  if (corpus.empty()) {
    std::fprintf(stderr, "no input in %s\n", arguments[1]);
    return 2;
  }
  std::printf("%zu inputs kept and %llu mutations of seed %llu\n", corpus.size(), mutations, seed);
  std::fflush(stdout);
  return run(fs::path(arguments[0]).filename(), Inputs(std::move(corpus), mutations, seed));
}
