#include "read/table_reader.hpp"

#include "read/format_look.hpp"

namespace winnow::read {

bool TableReader::looks_like(const Start& start) const {
  return fits_table(start, rules());
}

}  // namespace winnow::read
