#include "reduce/rejected_rows.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "reduce/cells.hpp"
#include "reduce/gather_sorted.hpp"
#include "reduce/rejected_record.hpp"

namespace winnow::reduce {
namespace {

struct Widths {
  std::uint64_t path = 0;
  std::uint64_t reason = 0;
  std::uint64_t text = 0;

  void add(const Rejected& rejected) {
    widen(path, rejected.path);
    widen(reason, rejected.reason);
    widen(text, rejected.text);
  }

 private:
  static void widen(std::uint64_t& width, std::string_view text) {
    std::string buffer;
    width = std::max<std::uint64_t>(width, cell_text(text, buffer).size());
  }
};

}  // namespace

RejectedRows::RejectedRows(const Config& config, RecordSpool rejected, base::Team& team)
    : sorter_(config.scratch_folder, config.record_memory) {
  Widths widths;
  std::uint64_t notes = 0;
  std::map<std::string, bool> accepted;  // files that came in pieces
  const auto see = [&](const Record& record) {
    if (!is_note(record)) return widths.add(rejected_of(record));
    const auto note = note_of(record);
    ++notes;
    auto& file = accepted[note.path];
    file = file || note.accepted;
  };
  gather_sorted(std::move(rejected), team, config.record_memory, sorter_, see, file_part);
  const auto taken = static_cast<std::uint64_t>(
      std::ranges::count_if(accepted, [](const auto& file) { return file.second; }));
  split_files_ = {team.sum(taken), team.sum(accepted.size() - taken)};
  shape_.path = "rejected";
  shape_.row_dimension = "rejection";
  shape_.variables = {
      text_variable("path", team.maximum(widths.path)),
      count_variable("line", "line of the file, from 1 on; 0: the file as a whole"),
      count_variable("byte", "offset of the line in the file"),
      text_variable("reason", team.maximum(widths.reason)),
      text_variable("text", team.maximum(widths.text)),
  };
  place_slab(shape_, sorter_.size() - notes, team);
}

void RejectedRows::next(std::uint64_t at_most, base::Block& block) {
  block = empty_block(shape_.variables);
  const auto& variables = shape_.variables;
  for (Record record; block.rows < at_most && sorter_.next(record);) {
    if (is_note(record)) {
      count_lines(note_of(record));
      continue;
    }
    ++block.rows;
    auto rejected = rejected_of(record);
    if (rejected.path == path_ && rejected.position.line > 0) rejected.position.line += lines_before_;
    append_text(block.cells[0], rejected.path, variables[0].text_width);
    append_count(block.cells[1], rejected.position.line);
    append_count(block.cells[2], rejected.position.byte);
    append_text(block.cells[3], rejected.reason, variables[3].text_width);
    append_text(block.cells[4], rejected.text, variables[4].text_width);
  }
}

/// Readers count a piece's lines from 1: those of the pieces before it are added here.
void RejectedRows::count_lines(const PieceNote& note) {
  if (note.path != path_) {
    path_ = note.path;
    lines_after_ = 0;
  }
  lines_before_ = lines_after_;
  lines_after_ += note.lines;
}

}  // namespace winnow::reduce
