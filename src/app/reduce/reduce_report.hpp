#pragma once
// What became of the input of a reduction, in words and as attributes.

#include <vector>

#include "winnow/base/table.hpp"
#include "winnow/reduce/totals.hpp"
#include "winnow/report/summary.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// Fills in the summary's parts that tell of files, lines and rows, and what the study's author should know
/// of them.
void tell_totals(const reduce::Totals& totals, const study::Study& study, report::Summary& summary);

/// The attributes of the result's group `account`: accepted + rejected + ignored = total, of files, lines and
/// bytes (those of compressed files as they unfold).
[[nodiscard]] std::vector<base::Attribute> account_attributes(const reduce::Totals& totals);

}  // namespace winnow::app
