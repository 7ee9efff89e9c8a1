#include "program/plugin_message.hpp"

#include <utility>

namespace winnow::program {
namespace {

/// The message, if all of it was there and nothing else.
template <class Message>
std::optional<Message> whole(Message message, const base::Decoder& from) {
  return from.ok() && from.at_end() ? std::optional(std::move(message)) : std::nullopt;
}

}  // namespace

base::Buffer encode(const PluginOrder& order) {
  base::Buffer bytes;
  base::Encoder to(bytes);
  to.put_text(order.library);
  to.put_text(order.options);
  return bytes;
}

std::optional<PluginOrder> decode_order(const base::Buffer& bytes) {
  base::Decoder from(bytes);
  PluginOrder order;
  order.library = from.get_text();
  order.options = from.get_text();
  return whole(std::move(order), from);
}

base::Buffer encode(const base::Result<PluginGreeting>& greeting) {
  base::Buffer bytes;
  base::Encoder to(bytes);
  to.put(greeting.has_value());
  if (greeting) {
    to.put_text(greeting->name);
    to.put_text(greeting->version);
    to.put_varint(greeting->outputs);
    to.put(greeting->process);
  } else {
    to.put_text(greeting.error().problem);
    to.put_text(greeting.error().why);
    to.put_text(greeting.error().advice);
  }
  return bytes;
}

std::optional<base::Result<PluginGreeting>> decode_greeting(const base::Buffer& bytes) {
  base::Decoder from(bytes);
  if (from.get<bool>()) {
    PluginGreeting greeting;
    greeting.name = from.get_text();
    greeting.version = from.get_text();
    greeting.outputs = from.get_varint();
    greeting.process = from.get<std::int32_t>();
    return whole(base::Result<PluginGreeting>(std::move(greeting)), from);
  }
  base::Error error;
  error.problem = from.get_text();
  error.why = from.get_text();
  error.advice = from.get_text();
  return whole(base::Result<PluginGreeting>(tl::unexpected(std::move(error))), from);
}

base::Buffer encode(const PluginAnswer& answer) {
  base::Buffer bytes;
  base::Encoder to(bytes);
  to.put(answer.peak_resident.count);
  to.put(answer.failure.has_value());
  if (answer.failure) {
    to.put(answer.failure->kind);
    to.put_text(answer.failure->reason);
  } else {
    to.put_varint(answer.outputs.size());
    for (const double output : answer.outputs) to.put(output);
  }
  return bytes;
}

std::optional<PluginAnswer> decode_answer(const base::Buffer& bytes) {
  base::Decoder from(bytes);
  PluginAnswer answer;
  answer.peak_resident.count = from.get<std::uint64_t>();
  if (from.get<bool>()) {
    const auto kind = from.get<FailureKind>();
    answer.failure = EvaluationFailure{kind, std::string(from.get_text())};
  } else {
    for (auto left = from.get_varint(); left > 0 && from.ok(); --left)
      answer.outputs.push_back(from.get<double>());
  }
  return whole(std::move(answer), from);
}

}  // namespace winnow::program
