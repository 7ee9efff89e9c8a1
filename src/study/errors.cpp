#include "winnow/study/errors.hpp"

namespace winnow::study {

std::string Errors::text() const {
  std::string text;
  for (const auto& error : list) text += (text.empty() ? "" : "\n") + error.text();
  return text;
}

}  // namespace winnow::study
