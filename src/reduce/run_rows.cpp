#include "reduce/run_rows.hpp"

#include <algorithm>
#include <cassert>
#include <span>
#include <string>
#include <utility>

#include "reduce/cells.hpp"
#include "reduce/field_key.hpp"
#include "reduce/gather_sorted.hpp"

namespace winnow::reduce {

RunRows::RunRows(std::shared_ptr<const Scheme> scheme, RecordSpool runs, const SharedState& shared,
                 base::Team& team)
    : scheme_(std::move(scheme)),
      layouts_(shared.layouts),
      sorter_(scheme_->config.scratch_folder, scheme_->config.record_memory) {
  std::uint64_t path_width = 0;
  gather_sorted(std::move(runs), team, scheme_->config.record_memory, sorter_,
                [&path_width](const Record& record) {
                  std::string buffer;
                  path_width = std::max<std::uint64_t>(path_width, cell_text(record.key, buffer).size());
                });

  shape_.path = "runs";
  shape_.row_dimension = "run";
  shape_.variables.push_back(text_variable("path", team.maximum(path_width)));
  shape_.variables.back().coordinate = true;
  if (scheme_->joins_files()) shape_.variables.push_back(count_variable("files", "files of the run"));
  for (const auto field : scheme_->run_fields) {
    shape_.variables.push_back(
        field_variable(scheme_->fields()[field], shared.account.fields()[field].width));
  }
  first_metric_ = shape_.variables.size();
  for (std::size_t metric = 0; metric < shared.metrics.size(); ++metric) {
    shape_.variables.push_back(metric_variable(shared.variables[metric], shared.metrics[metric]));
  }
  left_ = sorter_.size();
  place_slab(shape_, left_, team);
}

void RunRows::next(std::uint64_t at_most, base::Block& block) {
  block = empty_block(shape_.variables);
  block.rows = std::min(at_most, left_);
  left_ -= block.rows;
  for (auto& cells : metrics_of(block))
    std::get<std::vector<double>>(cells).assign(block.rows, read::missing);
  Record record;
  for (std::uint64_t row = 0; row < block.rows && sorter_.next(record); ++row) fill(row, record, block);
}

/// The path's and the fields' cells of a row, appended, and those of its metrics, where NaN stands for what
/// is absent.
void RunRows::fill(std::uint64_t row, const Record& record, base::Block& block) const {
  base::Decoder in(as_bytes(record.payload));
  const auto& layout = layouts_.at(in.get<std::uint64_t>());
  const auto files = in.get_varint();
  auto key = in.get_text();
  append_text(block.cells[0], record.key, shape_.variables[0].text_width);
  std::size_t variable = 1;
  if (scheme_->joins_files()) append_count(block.cells[variable++], files);
  for (const auto field : scheme_->run_fields) {
    append_field(block.cells[variable], take_from_key(scheme_->fields()[field].type, key),
                 shape_.variables[variable].text_width);
    ++variable;
  }
  const auto metrics = metrics_of(block);
  for (const auto metric : layout) std::get<std::vector<double>>(metrics[metric])[row] = in.get<double>();
  assert(in.ok() && in.at_end() && key.empty());
}

std::span<base::Cells> RunRows::metrics_of(base::Block& block) const {
  return std::span(block.cells).subspan(first_metric_);
}

}  // namespace winnow::reduce
