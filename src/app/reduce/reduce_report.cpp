#include "app/reduce/reduce_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "winnow/base/text.hpp"

namespace winnow::app {
namespace {

bool asks_for_errors(const study::Reduce& reduce) {
  return std::ranges::any_of(reduce.statistics,
                             [](const std::string& name) { return name == "sem" || name == "ci95"; });
}

/// By name; where a column is text in some files only, in how many and in which first.
std::vector<std::string> text_columns(const reduce::Totals& totals) {
  std::vector<std::string> columns;
  for (const auto& [name, column] : totals.text_columns) {
    const bool is_text_everywhere = column.files >= totals.files_accepted;
    columns.push_back(is_text_everywhere
                          ? name
                          : fmt::format("{} in {} of the files, first in {}", name,
                                        base::with_commas(column.files), base::printable(column.first)));
  }
  return columns;
}

std::vector<std::string> notes_on(const reduce::Totals& totals, const study::Reduce& reduce) {
  std::vector<std::string> notes;
  if (totals.files_of_rows + totals.runs_pooled > 0 && reduce.unit == "row" && asks_for_errors(reduce)) {
    notes.emplace_back(
        "rows of one run are not independent, so sem and ci95 are too small: "
        "[reduce] unit = \"run\" takes each run as one observation");
  }
  if (!totals.text_columns.empty()) {
    notes.push_back("left out, for they are text: " + base::enumerate(text_columns(totals)));
  }
  if (totals.rows_filtered > 0) {
    notes.push_back(
        fmt::format("{} rows taken out by [reduce] where", base::with_commas(totals.rows_filtered)));
  }
  return notes;
}

base::Attribute count(std::string name, std::uint64_t value) {
  return {std::move(name), static_cast<std::int64_t>(value)};
}

}  // namespace

void tell_totals(const reduce::Totals& totals, const study::Study& study, report::Summary& summary) {
  const auto& [accepted, rejected, ignored] = totals.tally;
  summary.files_accepted = totals.files_accepted;
  summary.files_rejected = totals.files_rejected;
  summary.bytes = totals.inputs.size();
  summary.lines = {accepted.lines, rejected.lines, ignored.lines};
  summary.formats.assign(totals.formats.begin(), totals.formats.end());
  summary.notes = notes_on(totals, study.reduce().value());
  for (const auto& reason : totals.reasons) {
    summary.reasons.push_back({reason.reason, reason.count, reason.first.place()});
  }
}

std::vector<base::Attribute> account_attributes(const reduce::Totals& totals) {
  const auto& [accepted, rejected, ignored] = totals.tally;
  std::vector<base::Attribute> attributes{
      count("files_accepted", totals.files_accepted), count("files_rejected", totals.files_rejected),
      count("lines_accepted", accepted.lines),        count("lines_rejected", rejected.lines),
      count("lines_ignored", ignored.lines),          count("bytes_accepted", accepted.bytes),
      count("bytes_rejected", rejected.bytes),        count("bytes_ignored", ignored.bytes),
      count("rows_filtered", totals.rows_filtered),
  };
  for (const auto& [format, files] : totals.formats) attributes.push_back(count("files_of_" + format, files));
  if (!totals.text_columns.empty()) {
    attributes.push_back({"left_out_as_text", base::enumerate(text_columns(totals))});
  }
  return attributes;
}

}  // namespace winnow::app
