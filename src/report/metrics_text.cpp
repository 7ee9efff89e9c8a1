#include "winnow/report/metrics_text.hpp"

#include <prometheus/text_serializer.h>

#include "report/metric_families.hpp"

namespace winnow::report {

std::string metrics_text(const RunView& run) {
  const prometheus::TextSerializer serializer;
  return static_cast<const prometheus::Serializer&>(serializer).Serialize(families_of(run));
}

}  // namespace winnow::report
