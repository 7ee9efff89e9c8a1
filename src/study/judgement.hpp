#pragma once
// What is wrong with a study whose values are right each.

#include <set>
#include <string>
#include <vector>

#include "study/schema.hpp"
#include "winnow/base/error.hpp"
#include "winnow/study/study.hpp"

namespace winnow::study {

/// Required keys that are missing, items of a list that share a name, values that contradict each other.
/// `wrong` are paths of sections with a value that could not be taken, and of those around them: what else
/// stands in them is not held against it.
[[nodiscard]] std::vector<base::Error> judge(const Study& study, const Schema& schema,
                                             const std::set<std::string, std::less<>>& wrong);

}  // namespace winnow::study
