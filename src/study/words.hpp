#pragma once
// The words of enumerations, each list in the order of the values.

#include <array>
#include <string_view>

#include "winnow/base/log.hpp"
#include "winnow/study/optimize.hpp"
#include "winnow/study/resources.hpp"

namespace winnow::study {

template <class Enumeration>
struct Words;

template <>
struct Words<WorkerType> {
  static constexpr std::array<std::string_view, 2> list{"process", "thread"};
};

template <>
struct Words<base::Level> {
  static constexpr std::array<std::string_view, 3> list{"info", "warning", "error"};
};

template <>
struct Words<Algorithm> {
  static constexpr std::array<std::string_view, 6> list{"de", "jde", "jade", "shade", "lshade", "jso"};
};

template <>
struct Words<PopulationMultiple> {
  static constexpr std::array<std::string_view, 2> list{"none", "workers"};
};

template <>
struct Words<Update> {
  static constexpr std::array<std::string_view, 2> list{"generation", "steady"};
};

template <>
struct Words<Goal> {
  static constexpr std::array<std::string_view, 2> list{"min", "max"};
};

template <>
struct Words<Record> {
  static constexpr std::array<std::string_view, 3> list{"auto", "all", "best"};
};

template <>
struct Words<ParameterType> {
  static constexpr std::array<std::string_view, 3> list{"real", "integer", "choice"};
};

template <>
struct Words<Scale> {
  static constexpr std::array<std::string_view, 2> list{"linear", "log"};
};

template <>
struct Words<Reading::From> {
  static constexpr std::array<std::string_view, 5> list{"auto", "stdout", "json", "report", "numbers"};
};

template <>
struct Words<ProgramInput> {
  static constexpr std::array<std::string_view, 2> list{"json", "none"};
};

template <>
struct Words<Keep> {
  static constexpr std::array<std::string_view, 3> list{"failed", "all", "none"};
};

}  // namespace winnow::study
