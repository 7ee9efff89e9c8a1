#include "store/copied_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <span>
#include <vector>

#include "winnow/base/descriptor.hpp"

namespace winnow::store {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 20;

std::string in_hexadecimal(XXH128_hash_t hash) {
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

tl::unexpected<base::Error> cannot(const char* verb, const std::filesystem::path& file) {
  return base::fail(fmt::format("cannot {} {}", verb, file.string()), base::system_words(errno));
}

/// Gives each block of what the file holds now to `take`, which says whether to go on; false for a failure of
/// reading or of `take`, by errno.
template <class Take>
base::Result<Content> read_content(const std::filesystem::path& file, Take take) {
  const base::Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts {};
  if (!in.is_open() || ::fstat(in.get(), &facts) != 0) return cannot("open", file);
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash(XXH3_createState(), &XXH3_freeState);
  XXH3_128bits_reset(hash.get());
  std::vector<char> block(block_size);
  Content content;
  for (auto left = static_cast<std::uint64_t>(facts.st_size); left > 0;) {
    const auto got = ::read(in.get(), block.data(), std::min<std::uint64_t>(left, block.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", file);
    if (got == 0) break;
    const std::span bytes(block.data(), static_cast<std::size_t>(got));
    XXH3_128bits_update(hash.get(), bytes.data(), bytes.size());
    if (auto taken = take(bytes); !taken) return tl::unexpected(std::move(taken).error());
    content.size += bytes.size();
    left -= bytes.size();
  }
  content.checksum = in_hexadecimal(XXH3_128bits_digest(hash.get()));
  return content;
}

}  // namespace

base::Result<Content> content_of(const std::filesystem::path& file) {
  return read_content(file, [](std::span<const char>) { return base::Result<void>(); });
}

base::Result<Content> copy_content(const std::filesystem::path& from, const std::filesystem::path& to) {
  const base::Descriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!out.is_open()) return cannot("write", to);
  auto content = read_content(from, [&](std::span<const char> bytes) -> base::Result<void> {
    if (!base::write_all(out.get(), std::as_bytes(bytes))) return cannot("write", to);
    return {};
  });
  if (content && ::fsync(out.get()) != 0) return cannot("write", to);
  return content;
}

std::string checksum_of(std::string_view text) {
  return in_hexadecimal(XXH3_128bits(text.data(), text.size()));
}

}  // namespace winnow::store
