#include <fmt/format.h>

#include <algorithm>

#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {
namespace {

using Texts = std::vector<std::string>;

template <class T>
void refuse_empty(const std::vector<T>& list, std::string key, std::string advice,
                  std::vector<Finding>& findings) {
  if (!list.empty()) return;
  findings.push_back({key, {fmt::format("reduce.{} is an empty list", key), "", std::move(advice), {}}});
}

/// The first item that stands twice, or nothing.
template <class T>
const T* find_repeated(const std::vector<T>& list) {
  for (auto it = list.begin(); it != list.end(); ++it) {
    if (std::find(list.begin(), it, *it) != it) return &*it;
  }
  return nullptr;
}

template <class T>
void refuse_repeated(const std::vector<T>& list, std::string key, std::vector<Finding>& findings) {
  if (const auto* item = find_repeated(list)) {
    findings.push_back(
        {key, {fmt::format("{} stands twice in reduce.{}", spell(*item), key), "", "take one out", {}}});
  }
}

void refuse_blank(const Texts& list, std::string key, std::vector<Finding>& findings) {
  for (const auto& item : list) {
    if (item.empty() || item == "!") {
      findings.push_back(
          {key, {fmt::format("{} in reduce.{} says nothing", spell(item), key), "", "take it out", {}}});
    }
  }
}

/// The names that stand behind a brace in the name pattern. Sees a field where a brace is doubled, too:
/// whether the pattern is right is for its parser to say.
Texts fields_in(std::string_view pattern) {
  Texts fields;
  for (auto open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
    const auto end = pattern.find_first_of("{:}", open + 1);
    if (end == std::string_view::npos) break;
    fields.emplace_back(pattern.substr(open + 1, end - open - 1));
  }
  std::erase_if(fields, [](const std::string& field) { return field.empty() || field == "*"; });
  return fields;
}

/// A name that is no field may be a column's: only what is almost a field is taken for a mistake.
void refuse_unknown_fields(const Reduce& reduce, std::vector<Finding>& findings) {
  const auto fields = fields_in(reduce.name);
  Texts refused;
  for (const auto& grouping : reduce.group_by) {
    for (const auto& field : grouping) {
      if (std::ranges::find(fields, field) != fields.end() ||
          std::ranges::find(refused, field) != refused.end()) {
        continue;
      }
      const auto near = base::nearest(field, fields, 1);
      if (near.empty()) continue;  // a column of the rows
      refused.push_back(field);
      findings.push_back(
          {"group_by",
           {fmt::format("{} in reduce.group_by is no field of reduce.name", spell(field)),
            "its fields are " + base::enumerate(fields),
            fmt::format("write {}, or {} if it is a column", spell(near.front()), spell(field + ":text")),
            {}}});
    }
  }
}

void refuse_lone_histogram(const Reduce& reduce, std::vector<Finding>& findings) {
  const bool wanted = std::ranges::find(reduce.statistics, "histogram") != reduce.statistics.end();
  if (wanted && reduce.statistics.size() == 1) {
    findings.push_back({"statistics",
                        {"\"histogram\" stands alone in reduce.statistics",
                         "the result's tables are of numbers",
                         R"(write, for example, ["count", "histogram"])",
                         {}}});
  }
  if (!wanted && !reduce.histogram_ranges.empty()) {
    findings.push_back({"histogram_ranges",
                        {"reduce.histogram_ranges is for nothing",
                         "reduce.statistics has no \"histogram\"",
                         "add it there, or take this out",
                         {}}});
  }
}

std::vector<Finding> check(const Reduce& reduce) {
  std::vector<Finding> findings;
  refuse_empty(reduce.files, "files", "name the files to read", findings);
  refuse_blank(reduce.files, "files", findings);
  refuse_empty(reduce.group_by, "group_by", "write [[]] for one group of all files", findings);
  refuse_repeated(reduce.group_by, "group_by", findings);
  for (const auto& grouping : reduce.group_by) refuse_repeated(grouping, "group_by", findings);
  refuse_unknown_fields(reduce, findings);
  refuse_empty(reduce.metrics, "metrics", R"(write ["*"] for all)", findings);
  refuse_blank(reduce.metrics, "metrics", findings);
  refuse_empty(reduce.statistics, "statistics", R"(write, for example, ["count", "mean"])", findings);
  refuse_repeated(reduce.statistics, "statistics", findings);
  refuse_lone_histogram(reduce, findings);
  return findings;
}

}  // namespace

Section reduce_table() {
  return make_section(
      part_of(whole_study(), &Sections::reduce),
      {.name = "reduce",
       .doc = "Report files to statistics of groups of runs.",
       .applies = "winnow run, winnow reduce",
       .is_job = true},
      {
          field(&Reduce::files,
                {.name = "files",
                 .doc = "patterns of the files to read, relative to the study file; ** spans folders, "
                        "\"@names.txt\" is a file of names",
                 .example = R"(["one-city/*_MessageStatsReport.txt"])",
                 .required = true,
                 .scope = Scope::study}),
          field(&Reduce::format, {.name = "format",
                                  .doc = "how the files are written; auto looks at each",
                                  .choices = {"auto", "key-value", "table", "csv"}}),
          field(&Reduce::delimiter,
                {.name = "delimiter",
                 .doc = "what stands between the fields of csv, one byte; auto finds , ; tab or |"}),
          field(&Reduce::columns, {.name = "columns",
                                   .doc = "names of the columns of csv and table, where files have no header",
                                   .example = R"(["time", "used", "free"])",
                                   .scope = Scope::study}),
          field(&Reduce::missing, {.name = "missing",
                                   .doc = "words for a missing value, beside NaN and nothing",
                                   .example = R"(["NA", "-"])",
                                   .scope = Scope::study}),
          field(&Reduce::max_field,
                {.name = "max_field",
                 .doc = "longest quoted field of csv; a longer one is a quote that was opened by mistake",
                 .range = between(1, 16 << 20)}),
          field(&Reduce::name,
                {.name = "name",
                 .doc = "what file names say: {field} or {field:type} of type int, float, size, "
                        "duration or text; {*} is any text",
                 .example = R"("{scenario}_{router}_seed{seed:int}_buf{buffer:size}_{report}.txt")",
                 .scope = Scope::study}),
          field(&Reduce::group_by,
                {.name = "group_by",
                 .doc = "groupings, each by fields of the name or columns of the rows, whose type may "
                        "follow (\"ttl:int\"); [] groups all together",
                 .example = R"([["router", "buffer"], ["router"]])",
                 .scope = Scope::study}),
          field(&Reduce::run_by,
                {.name = "run_by",
                 .doc = "fields of the name that say which run a file is of: files that agree in all of them "
                        "are one run and give one row of the table of runs; values of a metric that several "
                        "of them have are pooled. [] takes each file as a run",
                 .example = R"(["router", "seed", "buffer"])",
                 .scope = Scope::study}),
          field(&Reduce::metrics,
                {.name = "metrics",
                 .doc = "which metrics, as globs; \"!glob\" leaves out, of all if there are only such",
                 .example = R"(["delivery_prob", "latency_*", "!latency_med"])",
                 .scope = Scope::study}),
          field(
              &Reduce::where,
              {.name = "where",
               .doc =
                   "an expression over columns and numeric fields: rows for which it does not hold are left "
                   "out; no comparison with a missing value holds but !=. Functions and constants are those "
                   "of "
                   "optimize.objective.expression",
               .example = R"("ttl >= 60 && delivered > 0")",
               .scope = Scope::study}),
          field(&Reduce::derive,
                {.name = "derive",
                 .doc = "more metrics, by expressions over columns, numeric fields and each other; a name of "
                        "other "
                        "than letters, digits and _ stands in [brackets]; what is not finite is missing",
                 .example = R"({ cost = "relayed / delivered" })",
                 .scope = Scope::study}),
          field(&Reduce::statistics,
                {.name = "statistics",
                 .doc = "statistics of each metric in each group; pNN is a percentile, "
                        "p5 or p99.9; first and last go "
                        "by path, then by row",
                 .choices = {"count", "missing", "sum", "mean", "std", "sem", "ci95", "min", "max", "median",
                             "pNN", "first", "last", "histogram"}}),
          field(&Reduce::histogram_bins,
                {.name = "histogram_bins",
                 .doc = "bins of each histogram, all of one width, half open but for the last",
                 .range = between(1, 10000)}),
          field(&Reduce::histogram_ranges,
                {.name = "histogram_ranges",
                 .doc = "where the bins of a metric, or of those that a glob fits, begin and end: what lies "
                        "below and above is counted apart; without a range they reach from the smallest to "
                        "the largest value of all groups. A name goes before globs, a longer glob before a "
                        "shorter one",
                 .example = R"({ delivery_prob = [0.0, 1.0], "latency_*" = [0.0, 7200.0] })",
                 .scope = Scope::study}),
          field(&Reduce::max_rejected,
                {.name = "max_rejected",
                 .doc = "share of the records that may be rejected; above it the result is written all the "
                        "same, and the exit status is 3",
                 .range = between(0, 1)}),
          field(&Reduce::on_error,
                {.name = "on_error",
                 .doc = "what a rejected record or file brings about: reject lists it in the table rejected; "
                        "stop ends the run there with an error and without a result (which of several is "
                        "named may depend on timing)",
                 .choices = {"reject", "stop"}}),
          field(&Reduce::unit,
                {.name = "unit",
                 .doc = "what counts as one observation: each row, or each run (the mean of its rows in "
                        "the group). Rows of one run are not independent: sem and ci95 want run",
                 .choices = {"row", "run"}}),
          field(&Reduce::runs, {.name = "runs",
                                .doc = "keep the table of runs beside the groups: one row a run, of many "
                                       "rows their means"}),
      },
      SectionCheck<Reduce>(check));
}

}  // namespace winnow::study
