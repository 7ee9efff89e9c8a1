#pragma once
// Operations for tests of what is said of them.

#include <string>
#include <vector>

#include "report/performance_advice.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::report {

/// An operation that took 60 % of the time: 100 calls of 1000 items and 50 MB in 5 s.
inline OperationRow row(const base::OperationKind& kind) {
  OperationRow one;
  one.name = kind.name;
  one.calls = 100;
  one.items = 1000;
  one.bytes = {50'000'000};
  one.own = {4};
  one.total = {5};
  one.share = 0.6;
  one.mean = {0.05};
  one.p95 = {0.2};
  one.throughput = 10e6;
  return one;
}

/// What is found and what is to be done, of one among others.
inline std::string said(const OperationRow& one, std::vector<OperationRow> others = {},
                        const RunFacts& facts = {}) {
  others.push_back(one);
  const auto advice = advice_on(one, others, facts);
  return advice.finding + " | " + advice.action;
}

}  // namespace winnow::report
