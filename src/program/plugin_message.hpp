#pragma once
// What a rank and an isolated plugin's child tell each other: the rank an Order, the child its Greeting; then
// the rank one candidate's parameters (doubles, nothing else) after the other, the child an Answer to each.
// The child ends when the rank closes the wire.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/program/evaluation.hpp"

namespace winnow::program {

struct PluginOrder {
  std::string library;
  std::string options;
};

struct PluginGreeting {
  std::string name;
  std::string version;
  std::uint64_t outputs = 0;
  std::int32_t process = 0;  ///< the child's own number
};

struct PluginAnswer {
  std::vector<double> outputs;
  std::optional<EvaluationFailure> failure;
  base::Bytes peak_resident;  ///< of the child so far, or of the largest process that it has waited for
};

[[nodiscard]] base::Buffer encode(const PluginOrder& order);
[[nodiscard]] base::Buffer encode(const base::Result<PluginGreeting>& greeting);
[[nodiscard]] base::Buffer encode(const PluginAnswer& answer);

/// Nothing if the bytes are not such a message.
[[nodiscard]] std::optional<PluginOrder> decode_order(const base::Buffer& bytes);
[[nodiscard]] std::optional<base::Result<PluginGreeting>> decode_greeting(const base::Buffer& bytes);
[[nodiscard]] std::optional<PluginAnswer> decode_answer(const base::Buffer& bytes);

}  // namespace winnow::program
