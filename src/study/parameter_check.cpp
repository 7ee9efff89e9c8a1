#include "study/parameter_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "study/identifier.hpp"
#include "study/problem_types.hpp"
#include "winnow/study/grid.hpp"

namespace winnow::study {
namespace {

bool is_whole(double value) {
  return value == std::floor(value);
}

/// Whether low, low + step … high are numbers that differ: a double has 53 binary digits.
bool can_be_told_apart(double low, double high, double step) {
  const double extent = std::max({std::abs(low), std::abs(high), high - low});
  return extent / step <= 0x1p53;
}

/// What is wrong with one parameter, in the order in which it is found.
class ParameterCheck {
 public:
  explicit ParameterCheck(const Parameter& parameter) : parameter_(parameter) {}

  [[nodiscard]] std::vector<Finding> findings() && {
    check_name();
    if (parameter_.type == ParameterType::choice) {
      check_choices();
    } else if (has_bounds()) {
      check_bounds();
      check_step();
      check_start();
    }
    return std::move(findings_);
  }

 private:
  void check_name() {
    if (is_identifier(parameter_.name)) return;
    add("name", "is no name for a parameter",
        "it stands in expressions, in braces and in the names of variables",
        "use letters, digits and _, and no digit first");
  }

  void check_choices() {
    const auto& choices = parameter_.choices;
    if (choices.size() < 2) {
      add("choices", "has nothing to choose from", "",
          R"(write, for example, choices = ["epidemic", "prophet"])");
    }
    for (auto it = choices.begin(); it != choices.end(); ++it) {
      if (std::find(choices.begin(), it, *it) != it) {
        add("choices", fmt::format("has {} twice", spell(*it)), "", "take one out");
      }
    }
    const auto& start = parameter_.start;
    if (start.has_value() && std::ranges::find(choices, start.value()) == choices.end()) {
      add("start", fmt::format("starts at {}", spell(start.value())), "that is none of its choices",
          "start at one of them");
    }
    refuse_numbers_of_choice();
  }

  void refuse_numbers_of_choice() {
    const auto refuse = [this](const char* key) {
      add(key, fmt::format("is a choice and has {}", key), "choices are in no order",
          fmt::format(R"(take {} out, or write type = "real" or type = "integer")", key));
    };
    if (parameter_.low.has_value()) refuse("low");
    if (parameter_.high.has_value()) refuse("high");
    if (parameter_.step.has_value()) refuse("step");
    if (parameter_.scale == Scale::log) refuse("scale");
  }

  bool has_bounds() {
    const auto refuse = [this](const char* key) {
      add("", fmt::format("has no {}", key), "it is searched between two bounds",
          fmt::format(R"(write {} = a number, or type = "choice" with choices)", key));
    };
    if (parameter_.low.is_word()) refuse("low");
    if (parameter_.high.is_word()) refuse("high");
    if (!parameter_.choices.empty()) {
      add("choices", "has choices and is none", "", R"(write type = "choice", or take choices out)");
    }
    return parameter_.low.has_value() && parameter_.high.has_value();
  }

  void check_bounds() {
    const double low = parameter_.low.value();
    const double high = parameter_.high.value();
    if (!(low < high)) {
      add("low", fmt::format("has low = {} and high = {}", low, high), "low must be below high",
          "exchange them, or mend one");
    }
    if (parameter_.scale == Scale::log && low <= 0) {
      add("low", fmt::format("has low = {} on a logarithmic scale", low),
          "only numbers above zero have a logarithm", R"(raise low above zero, or write scale = "linear")");
    }
    if (parameter_.type != ParameterType::integer) return;
    for (const auto& [key, bound] : {std::pair{"low", low}, std::pair{"high", high}}) {
      if (!is_whole(bound)) {
        add(key, fmt::format("is an integer and has {} = {}", key, bound), "",
            R"(write a whole number, or type = "real")");
      }
    }
  }

  void check_step() {
    if (parameter_.step.is_word()) return;
    const double step = parameter_.step.value();
    const double width = parameter_.high.value() - parameter_.low.value();
    if (step > width && width > 0) {
      add("step", fmt::format("has step = {}", step), fmt::format("high is only {} above low", width),
          "write a smaller step");
    } else if (!can_be_told_apart(parameter_.low.value(), parameter_.high.value(), step)) {
      add("step", fmt::format("has step = {}", step),
          fmt::format("numbers from {} to {} that are so near cannot be told apart", parameter_.low.value(),
                      parameter_.high.value()),
          "write a larger step, or take it out");
    } else if (parameter_.type == ParameterType::integer && !is_whole(step)) {
      add("step", fmt::format("is an integer and has step = {}", step), "",
          R"(write a whole number, or type = "real")");
    }
  }

  void check_start() {
    if (parameter_.start.is_word()) return;
    const auto& text = parameter_.start.value();
    const auto start = text.number();
    const bool is_wrong_kind = !start || (parameter_.type == ParameterType::integer && !is_whole(*start));
    if (is_wrong_kind || *start < parameter_.low.value() || *start > parameter_.high.value()) {
      add("start", fmt::format("starts at {}", spell(text)),
          fmt::format("it takes {} from {} to {}",
                      parameter_.type == ParameterType::integer ? "an integer" : "a number",
                      parameter_.low.value(), parameter_.high.value()),
          "start there");
    } else {
      check_start_on_grid(*start);
    }
  }

  void check_start_on_grid(double start) {
    if (parameter_.step.is_word()) return;
    const double low = parameter_.low.value();
    const double step = parameter_.step.value();
    if (is_on_grid(start, low, step)) return;
    const double steps = (start - low) / step;
    add("start", fmt::format("starts at {}", start),
        fmt::format("its grid goes from {} in steps of {}", low, step),
        fmt::format("start at {} or {}", low + std::floor(steps) * step, low + std::ceil(steps) * step));
  }

  void add(std::string key, const std::string& predicate, std::string why, std::string advice) {
    findings_.push_back({std::move(key),
                         {fmt::format("the parameter {} {}", spell(parameter_.name), predicate),
                          std::move(why),
                          std::move(advice),
                          {}}});
  }

  const Parameter& parameter_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_parameter(const Parameter& parameter) {
  return ParameterCheck(parameter).findings();
}

}  // namespace winnow::study
