// What a block size costs: the separators of files are looked for, block by block. usage: block_benchmark
// read|map BLOCK_KIB FILE…      read: pread into one buffer, as the readers do; map: mmap with MAP_POPULATE,
// which they leave alone because a file that is truncated meanwhile would end the run. Prints GB per
// second of processor time, which others on the machine disturb least.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "read/separator_index.hpp"

namespace {

using winnow::read::SeparatorIndex;

/// Looks at all of a block as the readers of records do.
std::size_t rows_of(std::string_view block, SeparatorIndex& index) {
  std::size_t rows = 0;
  for (; !block.empty(); block.remove_prefix(std::min(block.size(), SeparatorIndex::stretch))) {
    index.fill(block, ',');
    rows += index.rows();
  }
  return rows;
}

template <class NextBlock>
std::size_t rows_of_file(std::size_t size, std::size_t block, NextBlock next_block) {
  SeparatorIndex index;
  std::size_t rows = 0;
  for (std::size_t at = 0; at < size; at += block) rows += next_block(at, std::min(block, size - at), index);
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const bool maps = std::string_view(argv[1]) == "map";
  const auto block = std::stoul(argv[2]) * 1024;
  std::vector<char> buffer(maps ? 0 : block);
  std::size_t bytes = 0;
  std::size_t rows = 0;
  const auto begin = std::clock();
  for (int i = 3; i < argc; ++i) {
    const int file = ::open(argv[i], O_RDONLY);
    struct stat status {};
    if (file < 0 || ::fstat(file, &status) != 0) return 1;
    const auto size = static_cast<std::size_t>(status.st_size);
    bytes += size;
    rows += rows_of_file(size, block, [&](std::size_t at, std::size_t length, SeparatorIndex& index) {
      const auto offset = static_cast<off_t>(at);
      if (!maps) {
        const auto got = ::pread(file, buffer.data(), length, offset);
        if (got < 0) std::exit(1);
        return rows_of({buffer.data(), static_cast<std::size_t>(got)}, index);
      }
      void* const text = ::mmap(nullptr, length, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, offset);
      if (text == MAP_FAILED) std::exit(1);
      const auto found = rows_of({static_cast<const char*>(text), length}, index);
      ::munmap(text, length);
      return found;
    });
    ::close(file);
  }
  const auto seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%.4f\n", static_cast<double>(bytes) / 1e9 / seconds);
  return rows > 0 ? 0 : 1;
}
