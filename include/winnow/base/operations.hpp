#pragma once
// The operations that are measured, by the names under which result files and timelines show them. Rooms use
// them where they work; advice on a run (report) is given by them.

#include <string_view>

#include "winnow/base/profile.hpp"

namespace winnow::base::operations {

// Reading and reducing files.
inline constexpr OperationKind open{"open", Resource::storage, "opening a file and looking at its beginning"};
inline constexpr OperationKind read{"read", Resource::storage, "reading from a file"};
inline constexpr OperationKind unpack{"unpack", Resource::processor, "decompressing what was read"};
inline constexpr OperationKind parse{"parse", Resource::processor, "finding rows and numbers in text"};
inline constexpr OperationKind fold{"fold", Resource::processor, "adding rows to the groups of a kernel"};
inline constexpr OperationKind merge{"merge", Resource::processor,
                                     "adding a kernel's groups to those of its node"};
inline constexpr OperationKind gather{"gather", Resource::messages,
                                      "bringing the groups of all nodes together"};

// Searching.
inline constexpr OperationKind ask{"ask", Resource::processor, "choosing candidates of a search"};
inline constexpr OperationKind tell{"tell", Resource::processor, "taking up what became of candidates"};
inline constexpr OperationKind evaluate{"evaluate", Resource::processor, "evaluating candidates"};
inline constexpr OperationKind program_start{"program_start", Resource::processor,
                                             "having a program started"};
inline constexpr OperationKind program_wait{"program_wait", Resource::others, "waiting for a program's end"};

// The farm.
inline constexpr OperationKind task{"task", Resource::processor, "running a task, but for what stands here"};
inline constexpr OperationKind wait_for_work{"wait_for_work", Resource::others,
                                             "kernels without a task to run"};
inline constexpr OperationKind send{"send", Resource::messages, "handing messages to MPI"};
inline constexpr OperationKind compress{"compress", Resource::messages,
                                        "compressing messages to other nodes"};
inline constexpr OperationKind decompress{"decompress", Resource::messages,
                                          "decompressing messages from other nodes"};

// Files that are written.
inline constexpr OperationKind hdf5_write{"hdf5_write", Resource::storage,
                                          "writing rows of the result together, compression included"};
inline constexpr OperationKind hdf5_close{"hdf5_close", Resource::storage,
                                          "closing the result, when all of it must go to the file"};
inline constexpr OperationKind hdf5_check{"hdf5_check", Resource::storage,
                                          "reading back what was written of the result"};
inline constexpr OperationKind journal_write{"journal_write", Resource::storage,
                                             "writing what was done, for a resume"};
inline constexpr OperationKind checkpoint{"checkpoint", Resource::storage,
                                          "making a journal durable (fsync)"};
inline constexpr OperationKind cache_find{"cache_find", Resource::storage,
                                          "looking for an evaluation in the cache"};
inline constexpr OperationKind cache_write{"cache_write", Resource::storage,
                                           "writing evaluations to the cache"};

/// Whether an operation of that name takes as long as its bytes are on their way: not where it only hands
/// them on.
[[nodiscard]] constexpr bool has_throughput(std::string_view name) {
  return name != send.name;
}

}  // namespace winnow::base::operations
