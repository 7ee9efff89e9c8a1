#include "winnow/base/error.hpp"

#include <system_error>

namespace winnow::base {

std::string Place::text() const {
  std::string text = file;
  if (line > 0) text += (text.empty() ? "line " : ":") + std::to_string(line);
  if (line > 0 && column > 0) text += ":" + std::to_string(column);
  return text;
}

std::string Error::text() const {
  std::string text = place.text();
  if (!text.empty()) text += ": ";
  text += problem;
  if (!why.empty()) text += " (" + why + ")";
  if (!advice.empty()) text += ": " + advice;
  return text;
}

tl::unexpected<Error> fail(std::string problem, std::string why, std::string advice, Place place) {
  return tl::unexpected(Error{std::move(problem), std::move(why), std::move(advice), std::move(place)});
}

std::string system_words(int error_number) {
  return std::generic_category().message(error_number);
}

Failure::Failure(Error error, ExitStatus status)
    : std::runtime_error(error.text()), error_(std::move(error)), status_(status) {
}

}  // namespace winnow::base
