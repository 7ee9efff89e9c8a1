#include "reduce/run_rows.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>
#include <utility>

#include "reduce/cells.hpp"
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
  for (std::size_t field = 0; field < scheme_->fields().size(); ++field) {
    shape_.variables.push_back(
        field_variable(scheme_->fields()[field], shared.account.fields()[field].width));
  }
  for (std::size_t metric = 0; metric < shared.metrics.size(); ++metric) {
    shape_.variables.push_back(metric_variable(shared.variables[metric], shared.metrics[metric]));
  }
  place_slab(shape_, sorter_.size(), team);
}

void RunRows::next(std::uint64_t at_most, base::Block& block) {
  block = empty_block(shape_.variables);
  for (Record record; block.rows < at_most && sorter_.next(record); ++block.rows) append(record, block);
}

void RunRows::append(const Record& record, base::Block& block) {
  auto cells = block.cells.begin();
  append_text(*cells++, record.key, shape_.variables.front().text_width);
  [[maybe_unused]] const bool matches = scheme_->fields_of(record.key, fields_);
  assert(matches);
  for (const auto& value : fields_) {
    const auto variable = cells - block.cells.begin();
    append_field(*cells++, value, shape_.variables[static_cast<std::size_t>(variable)].text_width);
  }
  for (auto metric = cells; metric != block.cells.end(); ++metric) {
    std::get<std::vector<double>>(*metric).push_back(read::missing);
  }
  base::Decoder in(as_bytes(record.payload));
  for (const auto metric : layouts_.at(in.get<std::uint64_t>())) {
    std::get<std::vector<double>>(cells[metric]).back() = in.get<double>();
  }
  assert(in.ok() && in.at_end());
}

}  // namespace winnow::reduce
