#include "winnow/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <optional>
#include <span>
#include <sstream>
#include <utility>

#include "winnow/base/descriptor.hpp"

namespace winnow::base {
namespace {

tl::unexpected<Error> cannot(std::string_view verb, const std::filesystem::path& path, int error_number) {
  return fail(fmt::format("cannot {} {}", verb, path.string()), system_words(error_number));
}

bool sync_path(const std::filesystem::path& path, int flags) {
  const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
  return file.is_open() && ::fsync(file.get()) == 0;
}

constexpr std::string_view temporary_suffix = ".part";

/// Names the processes among which a process number means one and no other: those of one boot of one machine,
/// in one container. Empty if the system does not tell.
std::string process_space() {
  const auto boot = read_file("/proc/sys/kernel/random/boot_id");
  std::error_code unknown;
  const auto container =
      std::filesystem::read_symlink("/proc/self/ns/pid", unknown).string();  // pid:[number]
  const auto digits = container.find_first_of("0123456789");
  if (!boot || digits == std::string::npos) return {};
  return fmt::format("{}-{}", boot->substr(0, boot->find('\n')),
                     container.substr(digits, container.size() - digits - 1));
}

/// FNV-1a (Fowler, Noll, Vo; RFC 9923): tells names apart.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

/// The first bytes of a name, `most` of them or as many as make whole characters.
std::string_view beginning_of(std::string_view name, std::size_t most) {
  if (name.size() <= most) return name;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(name[at]) & 0xc0) == 0x80;
  };
  while (most > 0 && continues(most)) --most;
  return name.substr(0, most);
}

/// The temporary names for `target` in a process space, up to the number of the process. They do not grow
/// with the target's name, as MPI appends to them: of a long one stands the beginning only, for people.
std::string prefix_of(const std::filesystem::path& target, std::string_view space) {
  constexpr std::size_t most_shown = 24;
  const auto name = target.filename().string();
  return fmt::format(".{}.{:016x}.{}-", beginning_of(name, most_shown), hash_of(name), space);
}

/// A process, told from a later one that got its number.
struct Process {
  pid_t number = 0;
  std::uint64_t start = 0;  ///< in clock ticks since the machine's boot
};

struct ProcessStat {
  char state = '?';
  std::uint64_t start = 0;
};

/// From /proc/<process>/stat (proc(5)): "number (name) state" and 18 more fields before the start.
std::optional<ProcessStat> stat_of(pid_t process) {
  const auto text = read_file(fmt::format("/proc/{}/stat", process));
  if (!text) return std::nullopt;
  const auto name_end = text->rfind(')');  // the name may hold anything
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(text->substr(name_end + 1));
  ProcessStat stat;
  fields >> stat.state;
  std::string skipped;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  if (!(fields >> stat.start)) return std::nullopt;
  return stat;
}

/// One that has ended, and nobody has waited for yet, writes no more.
bool is_dead(const Process& process) {
  if (process.number <= 0) return false;
  if (::kill(process.number, 0) != 0) return errno == ESRCH;
  const auto stat = stat_of(process.number);
  return stat && (stat->state == 'Z' || stat->start != process.start);
}

/// A lock file that MPI makes beside a file, "<file>-<job>-<process>.lock", or one by which it finds out
/// whether locks work, "<file>.locktest.<process>"; `rest` is what stands behind the file's name.
bool is_lock_of_mpi(std::string_view rest) {
  return (rest.starts_with('-') && rest.ends_with(".lock")) || rest.starts_with(".locktest.");
}

/// The process that `name`, which begins with `prefix`, says it is of: a temporary file or folder, or a lock
/// file beside one. Number 0 if it is neither.
Process writer_of(std::string_view name, std::string_view prefix) {
  const auto* const last = name.data() + name.size();
  Process process;
  auto read = std::from_chars(name.data() + prefix.size(), last, process.number);
  if (read.ec != std::errc{} || read.ptr == last || *read.ptr != '-') return {};
  read = std::from_chars(read.ptr + 1, last, process.start);
  if (read.ec != std::errc{}) return {};
  std::string_view rest(read.ptr, static_cast<std::size_t>(last - read.ptr));
  if (!rest.starts_with(temporary_suffix)) return {};
  rest.remove_prefix(temporary_suffix.size());
  return rest.empty() || is_lock_of_mpi(rest) ? process : Process{};
}

std::filesystem::path folder_of(const std::filesystem::path& target) {
  return target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return cannot("open", path, errno);
  std::string content;
  char block[1 << 14];
  for (;;) {
    const auto got = ::read(file.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", path, errno);
    if (got == 0) return content;
    content.append(block, static_cast<std::size_t>(got));
  }
}

std::filesystem::path temporary_beside(const std::filesystem::path& target) {
  const auto own = ::getpid();
  return target.parent_path() / fmt::format("{}{}-{}{}", prefix_of(target, process_space()), own,
                                            stat_of(own).value_or(ProcessStat{}).start, temporary_suffix);
}

void remove_leftovers_beside(const std::filesystem::path& target) {
  const auto space = process_space();
  if (space.empty()) return;
  const auto prefix = prefix_of(target, space);
  std::error_code unreadable;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator entry(folder_of(target), unreadable); !unreadable && entry != end;
       entry.increment(unreadable)) {
    const auto name = entry->path().filename().string();
    if (!name.starts_with(prefix) || !is_dead(writer_of(name, prefix))) continue;
    std::error_code stays;
    std::filesystem::remove_all(entry->path(), stays);
  }
}

Result<void> put_in_place(const std::filesystem::path& temporary, const std::filesystem::path& target) {
  if (!sync_path(temporary, O_RDONLY)) return cannot("sync", temporary, errno);
  if (::rename(temporary.c_str(), target.c_str()) != 0) return cannot("write", target, errno);
  const auto folder = folder_of(target);
  if (!sync_path(folder, O_RDONLY | O_DIRECTORY)) return cannot("sync", folder, errno);
  return {};
}

Result<void> write_atomically(const std::filesystem::path& path, std::string_view content) {
  const auto temporary = temporary_beside(path);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file.is_open()) return cannot("write", path, errno);
  if (!write_all(file.get(), std::as_bytes(std::span(content))) || ::close(file.release()) != 0) {
    const int error_number = errno;
    ::unlink(temporary.c_str());
    return cannot("write", path, error_number);
  }
  return put_in_place(temporary, path);
}

}  // namespace winnow::base
