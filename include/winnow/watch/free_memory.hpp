#pragma once
// What the allocator keeps of memory that nobody uses.

namespace winnow::watch {

/// Gives free memory back to the system, down to single pages, that of all threads (glibc's malloc_trim(3)):
/// without it, resident memory stays as it was when small pieces are freed. Holds up threads that allocate
/// meanwhile. Does nothing where the C library has no such call.
void return_free_memory();

}  // namespace winnow::watch
