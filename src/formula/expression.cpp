#include "winnow/formula/expression.hpp"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <numbers>
#include <optional>
#include <utility>

#include "winnow/base/text.hpp"

namespace winnow::formula {
namespace {

constexpr const char* advice =
    "write numbers, names (in [brackets] if they are not of letters, digits and _), + - * / ^, "
    "comparisons, && || !, ?:, _e, _pi and abs, acos, asin, atan, atan2, ceil, cos, cosh, exp, floor, hypot, "
    "log, log10, log2, max, min, round, sign, sin, sinh, sqrt, tan or tanh";

constexpr std::string_view name_characters =
    "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What studies cannot write in a name, so that no name of theirs is taken for one in brackets.
constexpr char stand_in_mark = '@';

tl::unexpected<base::Error> refuse(std::string_view text, std::string why, std::size_t column) {
  return base::fail(fmt::format("cannot understand the expression \"{}\"", base::printable(text)),
                    fmt::format("{} at its column {}", why, column), advice, {{}, 0, column});
}

/// An expression in which a word of the same length stands for each name in brackets, so that columns stay
/// what they are.
struct Plain {
  std::string text;
  std::map<std::string, std::string> names;  ///< in brackets, by what stands for them
};

/// `number` in as many digits as there is room for; false if it takes more.
bool write_number(std::size_t number, std::span<char> room) {
  for (auto digit = room.rbegin(); digit != room.rend(); ++digit) {
    *digit = name_characters[number % name_characters.size()];
    number /= name_characters.size();
  }
  return number == 0;
}

base::Result<Plain> without_brackets(std::string_view text) {
  constexpr std::string_view special = "[]@\"";
  Plain plain{std::string(text), {}};
  for (auto open = text.find_first_of(special); open != std::string_view::npos;) {
    if (text[open] != '[') return refuse(text, fmt::format("{} means nothing", text[open]), open + 1);
    const auto close = text.find(']', open);
    if (close == std::string_view::npos) return refuse(text, "[ without ]", open + 1);
    if (close == open + 1) return refuse(text, "[] names nothing", open + 1);
    const std::string name(text.substr(open + 1, close - open - 1));
    const auto known = std::ranges::find(plain.names, name, [](const auto& entry) { return entry.second; });
    // A name has the same length wherever it stands, and so has what stands for it.
    std::string word =
        known != plain.names.end() ? known->first : std::string(name.size() + 2, stand_in_mark);
    if (known == plain.names.end()) {
      if (!write_number(plain.names.size(), std::span(word).subspan(1))) {
        return refuse(text, "too many names in brackets", open + 1);
      }
      plain.names.emplace(word, name);
    }
    plain.text.replace(open, word.size(), word);
    open = text.find_first_of(special, close + 1);
  }
  return plain;
}

/// Where a lone '=' stands, which would assign.
std::optional<std::size_t> find_assignment(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') continue;
    const bool compares = i > 0 && std::string_view("<>!=").find(text[i - 1]) != std::string_view::npos;
    const bool goes_on = i + 1 < text.size() && text[i + 1] == '=';
    if (!compares && !goes_on) return i;
  }
  return std::nullopt;
}

/// A number beyond all doubles, which the parser would take for a name.
struct TooLarge {
  std::size_t at;
  std::string digits;
};

std::optional<TooLarge> find_too_large(const std::string& text) {
  const auto of_words = std::string(name_characters) + stand_in_mark + '.';
  for (auto at = text.find_first_of(of_words); at != std::string::npos;) {
    const bool is_number = text[at] == '.' || (text[at] >= '0' && text[at] <= '9');
    const char* const start = text.c_str() + at;
    char* end = nullptr;
    if (is_number && std::isinf(std::strtod(start, &end))) {
      return TooLarge{at, std::string(start, static_cast<std::size_t>(end - start))};
    }
    at = text.find_first_of(of_words, std::min(text.find_first_not_of(of_words, at), text.size()));
  }
  return std::nullopt;
}

std::string words_of(const mu::ParserError& error) {
  const auto& token = error.GetToken();
  switch (error.GetCode()) {
    case mu::ecUNEXPECTED_EOF:
      return "it ends too early";
    case mu::ecMISSING_PARENS:
      return "a parenthesis is not closed";
    case mu::ecTOO_MANY_PARAMS:
      return "too many arguments";
    case mu::ecTOO_FEW_PARAMS:
      return "too few arguments";
    case mu::ecUNEXPECTED_PARENS:
      return "no parenthesis can stand";
    case mu::ecUNASSIGNABLE_TOKEN:
      return fmt::format("\"{}\" means nothing", base::printable(token));
    default:
      return token.empty() ? "something else must stand"
                           : fmt::format("\"{}\" cannot stand", base::printable(token));
  }
}

/// NaN if either is, so that it does not matter which stands first.
double larger(double a, double b) {
  return a < b || std::isnan(b) ? b : a;
}

/// -1, 0 or 1; NaN of NaN.
double sign(double x) {
  return x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;
}

using Unary = mu::value_type (*)(mu::value_type);
using Binary = mu::value_type (*)(mu::value_type, mu::value_type);

void define_unary(mu::Parser& parser) {
  parser.DefineFun("abs", static_cast<Unary>([](double x) { return std::fabs(x); }));
  parser.DefineFun("acos", static_cast<Unary>([](double x) { return std::acos(x); }));
  parser.DefineFun("asin", static_cast<Unary>([](double x) { return std::asin(x); }));
  parser.DefineFun("atan", static_cast<Unary>([](double x) { return std::atan(x); }));
  parser.DefineFun("ceil", static_cast<Unary>([](double x) { return std::ceil(x); }));
  parser.DefineFun("cos", static_cast<Unary>([](double x) { return std::cos(x); }));
  parser.DefineFun("cosh", static_cast<Unary>([](double x) { return std::cosh(x); }));
  parser.DefineFun("exp", static_cast<Unary>([](double x) { return std::exp(x); }));
  parser.DefineFun("floor", static_cast<Unary>([](double x) { return std::floor(x); }));
  parser.DefineFun("log", static_cast<Unary>([](double x) { return std::log(x); }));
  parser.DefineFun("log10", static_cast<Unary>([](double x) { return std::log10(x); }));
  parser.DefineFun("log2", static_cast<Unary>([](double x) { return std::log2(x); }));
  parser.DefineFun("round", static_cast<Unary>([](double x) { return std::round(x); }));
  parser.DefineFun("sign", static_cast<Unary>(sign));
  parser.DefineFun("sin", static_cast<Unary>([](double x) { return std::sin(x); }));
  parser.DefineFun("sinh", static_cast<Unary>([](double x) { return std::sinh(x); }));
  parser.DefineFun("sqrt", static_cast<Unary>([](double x) { return std::sqrt(x); }));
  parser.DefineFun("tan", static_cast<Unary>([](double x) { return std::tan(x); }));
  parser.DefineFun("tanh", static_cast<Unary>([](double x) { return std::tanh(x); }));
}

void define_binary(mu::Parser& parser) {
  parser.DefineFun("atan2", static_cast<Binary>([](double y, double x) { return std::atan2(y, x); }));
  parser.DefineFun("hypot", static_cast<Binary>([](double x, double y) { return std::hypot(x, y); }));
  parser.DefineFun("max", static_cast<Binary>(larger));
  parser.DefineFun("min", static_cast<Binary>([](double a, double b) { return -larger(-a, -b); }));
}

/// No constants: these would hide the columns of their names.
void define_functions(mu::Parser& parser) {
  parser.ClearFun();
  parser.ClearConst();
  parser.ClearPostfixOprt();
  define_unary(parser);
  define_binary(parser);
  using Prefix = Unary;
  parser.DefineInfixOprt("!", static_cast<Prefix>([](double x) { return x == 0 ? 1.0 : 0.0; }));
}

}  // namespace

std::optional<double> constant(std::string_view name) {
  if (name == "_pi") return std::numbers::pi;
  if (name == "_e") return std::numbers::e;
  return std::nullopt;
}

struct Expression::Parts {
  mu::Parser parser;
  std::map<std::string, double> variables;  ///< by the parser's word for them; their places never change
  std::vector<std::string> names;
  std::vector<std::pair<double*, std::size_t>>
      places;  ///< of the variables, with the index of each one's name

  static mu::value_type* make_variable(const mu::char_type* word, void* parts) {
    return &static_cast<Parts*>(parts)->variables[word];
  }

  /// A name may stand both in brackets and without.
  void list_names(const std::map<std::string, std::string>& bracketed) {
    const auto name_of = [&bracketed](const std::string& word) {
      const auto found = bracketed.find(word);
      return found != bracketed.end() ? found->second : word;
    };
    for (const auto& [word, value] : variables) names.push_back(name_of(word));
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (auto& [word, value] : variables) {
      const auto name = std::ranges::lower_bound(names, name_of(word));
      places.emplace_back(&value, static_cast<std::size_t>(name - names.begin()));
    }
  }
};

Expression::Expression(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
}

Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

base::Result<Expression> Expression::parse(std::string_view text) {
  if (base::trimmed(text).empty()) return refuse(text, "it says nothing", 1);
  const auto plain = without_brackets(text);
  if (!plain) return tl::make_unexpected(plain.error());
  if (const auto assignment = find_assignment(plain->text)) {
    return refuse(text, "= assigns, == compares:", *assignment + 1);
  }
  if (const auto found = find_too_large(plain->text)) {
    return refuse(text, fmt::format("the number {} is too large,", base::printable(found->digits, 30)),
                  found->at + 1);
  }
  auto parts = std::make_unique<Parts>();
  auto& parser = parts->parser;
  try {
    define_functions(parser);
    parser.EnableOptimizer(false);  // it simplifies as real numbers allow, and doubles do not
    parser.DefineNameChars((std::string(name_characters) + stand_in_mark).c_str());
    parser.SetVarFactory(Parts::make_variable, parts.get());
    parser.SetExpr(plain->text);
    int results = 0;
    parser.Eval(results);
    if (results != 1) return refuse(text, "more than one value", 1);
  } catch (const mu::ParserError& error) {
    const auto at = std::min<std::size_t>(static_cast<std::size_t>(std::max(error.GetPos(), 0)), text.size());
    return refuse(text, words_of(error), at + 1);
  }
  parts->list_names(plain->names);
  return Expression(std::move(parts));
}

const std::vector<std::string>& Expression::names() const {
  return parts_->names;
}

double Expression::evaluate(std::span<const double> values) {
  assert(values.size() == parts_->names.size());
  for (const auto& [place, name] : parts_->places) *place = values[name];
  const double value = parts_->parser.Eval();
  // The sign of a NaN is the processor's whim (IEEE 754-2019, 6.3), and would be shown.
  return std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value;
}

}  // namespace winnow::formula
