#pragma once
// Whether a journal is one that this run can go on with.

#include <string>
#include <string_view>

#include "app/journal/journal_record.hpp"

namespace winnow::app {

/// Throws base::Failure, with the difference, if a journal's opening is not the expected one.
void refuse_others(const JournalOpening& opening, const JournalOpening& expected);

/// Where two studies, a key a line, differ: "reduce.group_by was [[]] and is [["router"]]", joined by "; ".
[[nodiscard]] std::string study_difference(std::string_view then, std::string_view now);

}  // namespace winnow::app
