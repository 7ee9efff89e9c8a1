#include "reduce/student.hpp"

#include <array>
#include <boost/math/distributions/students_t.hpp>

namespace winnow::reduce {
namespace {

/// In long double, because libm picks its exp, log and pow of doubles by what the processor can (fused
/// multiply-add or not), and their last bits differ.
double computed(std::uint64_t degrees_of_freedom) {
  const boost::math::students_t_distribution<long double> student(
      static_cast<long double>(degrees_of_freedom));
  return static_cast<double>(boost::math::quantile(student, 0.975L));
}

}  // namespace

double student_quantile_975(std::uint64_t degrees_of_freedom) {
  // A quantile takes microseconds. In a larger group the reading of its values outweighs that by far.
  static const auto small = [] {
    std::array<double, 64> table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = computed(i + 1);
    return table;
  }();
  return degrees_of_freedom <= small.size() ? small[degrees_of_freedom - 1] : computed(degrees_of_freedom);
}

}  // namespace winnow::reduce
