#include "winnow/monitor/run_list.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "winnow/base/file.hpp"
#include "winnow/base/text.hpp"
#include "winnow/base/user_folders.hpp"

namespace winnow::monitor {
namespace {

namespace fs = std::filesystem;

constexpr auto suffix = ".json";

fs::path own_folder_in_tmp() {
  return fmt::format("/tmp/winnow-{}", ::getuid());
}

nlohmann::ordered_json json_of(const ListedRun& run) {
  return {{"title", run.title}, {"job", run.job},         {"result", run.result.string()}, {"host", run.host},
          {"pid", run.pid},     {"started", run.started}, {"socket", run.socket.string()}};
}

std::string text_of(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// Another number is no process, and kill(2) takes some of them for many.
bool is_process(const nlohmann::json& pid) {
  return pid.is_number_integer() && pid > 0 && pid <= std::numeric_limits<pid_t>::max();
}

std::optional<ListedRun> run_in(const fs::path& file) {
  const auto text = base::read_file(file);
  if (!text) return std::nullopt;
  try {
    const auto json = nlohmann::json::parse(*text);
    if (!is_process(json.at("pid"))) return std::nullopt;
    ListedRun run;
    json.at("title").get_to(run.title);
    json.at("job").get_to(run.job);
    run.result = json.at("result").get<std::string>();
    json.at("host").get_to(run.host);
    json.at("pid").get_to(run.pid);
    json.at("started").get_to(run.started);
    run.socket = json.at("socket").get<std::string>();
    return run;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

bool is_gone(const ListedRun& run) {
  return ::kill(static_cast<pid_t>(run.pid), 0) != 0 && errno == ESRCH;
}

/// An entry may be damaged: what it names is removed only where no more than a run's socket can be lost.
void remove_socket(const fs::path& socket) {
  std::error_code failed;
  const auto folder = socket_folder();
  if (!folder || socket.parent_path() != *folder) return;
  if (fs::is_socket(fs::symlink_status(socket, failed))) fs::remove(socket, failed);
}

bool is_meant(const ListedRun& run, const std::string& wanted) {
  if (wanted.empty()) return true;
  std::error_code ignored;
  return wanted == std::to_string(run.pid) || wanted == run.title || wanted == run.result.filename() ||
         wanted == run.result.stem() || fs::weakly_canonical(wanted, ignored) == run.result;
}

std::string words_of(const std::vector<ListedRun>& runs) {
  std::string words;
  for (const auto& run : runs) {
    words += fmt::format("{}{} ({})", words.empty() ? "" : ", ", run.pid,
                         base::printable(run.result.filename().string()));
  }
  return words;
}

}  // namespace

fs::path run_list_folder() {
  if (const auto state = base::user_state_folder(); !state.empty()) return state / "runs";
  const auto own = socket_folder();
  return own ? *own / "runs" : fs::path{};
}

base::Result<fs::path> socket_folder() {
  const auto runtime = base::folder_in_environment("XDG_RUNTIME_DIR");
  std::error_code failed;
  auto folder =
      !runtime.empty() && fs::is_directory(runtime, failed) ? runtime / "winnow" : own_folder_in_tmp();
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return base::fail("cannot make " + folder.string(), base::system_words(errno));
  }
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::getuid() ||
      (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return base::fail(folder.string() + " is not this user's own", "others may enter it", "remove it");
  }
  return folder;
}

base::Result<RunListing> RunListing::write(const fs::path& folder, const ListedRun& run) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  auto file = folder / fmt::format("{}-{}{}", run.host, run.pid, suffix);
  if (auto written = base::write_atomically(file, text_of(json_of(run)) + "\n"); !written) {
    return tl::unexpected(std::move(written).error());
  }
  return RunListing(std::move(file));
}

RunListing::RunListing(RunListing&& other) noexcept : file_(std::exchange(other.file_, {})) {
}

RunListing::~RunListing() {
  std::error_code ignored;
  if (!file_.empty()) fs::remove(file_, ignored);
}

std::vector<ListedRun> listed_runs(const fs::path& folder, const std::string& host) {
  std::vector<ListedRun> runs;
  std::error_code failed;
  std::error_code ignored;
  const fs::directory_iterator end;
  for (fs::directory_iterator entry(folder, failed); !failed && entry != end; entry.increment(failed)) {
    if (entry->path().extension() != suffix || !entry->is_regular_file(ignored)) continue;
    auto run = run_in(entry->path());
    if (!run) continue;
    if (run->host == host && is_gone(*run)) {
      fs::remove(entry->path(), ignored);
      remove_socket(run->socket);
    } else {
      runs.push_back(*std::move(run));
    }
  }
  std::ranges::sort(runs, std::ranges::greater{},
                    [](const ListedRun& run) { return std::tie(run.started, run.host, run.pid); });
  return runs;
}

std::string to_json(const std::vector<ListedRun>& runs) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& run : runs) list.push_back(json_of(run));
  return text_of(list);
}

base::Result<ListedRun> find_run(const std::vector<ListedRun>& runs, const std::string& wanted) {
  std::vector<ListedRun> meant;
  std::ranges::copy_if(runs, std::back_inserter(meant),
                       [&](const ListedRun& run) { return is_meant(run, wanted); });
  if (meant.size() == 1) return meant.front();
  if (runs.empty()) {
    return base::fail("no job of yours runs", "the list of jobs is empty",
                      "start one, and look again from another terminal");
  }
  if (meant.empty()) {
    return base::fail(fmt::format("no job is called \"{}\"", wanted), "there are " + words_of(runs),
                      "name its result or its process");
  }
  return base::fail(
      wanted.empty() ? "several jobs run" : fmt::format("several jobs are called \"{}\"", wanted),
      words_of(meant), "name one: winnow top " + std::to_string(meant.front().pid));
}

}  // namespace winnow::monitor
