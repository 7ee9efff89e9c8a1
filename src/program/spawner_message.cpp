#include "program/spawner_message.hpp"

#include <string>
#include <vector>

namespace winnow::program {
namespace {

void put_texts(const std::vector<std::string>& texts, base::Encoder& to) {
  to.put_varint(texts.size());
  for (const auto& text : texts) to.put_text(text);
}

std::vector<std::string> get_texts(base::Decoder& from) {
  std::vector<std::string> texts;
  for (auto left = from.get_varint(); left > 0 && from.ok(); --left) texts.emplace_back(from.get_text());
  return texts;
}

}  // namespace

void put_request(const ProcessSpec& spec, base::Encoder& to) {
  put_texts(spec.arguments, to);
  put_texts(spec.environment, to);
  to.put_text(spec.folder.native());
  to.put(spec.limits.timeout.count);
  to.put(spec.limits.grace.count);
  to.put(spec.limits.cpu.count);
  to.put(spec.limits.memory.count);
}

ProcessSpec get_request(base::Decoder& from) {
  ProcessSpec spec;
  spec.arguments = get_texts(from);
  spec.environment = get_texts(from);
  spec.folder = from.get_text();
  spec.limits.timeout.count = from.get<double>();
  spec.limits.grace.count = from.get<double>();
  spec.limits.cpu.count = from.get<double>();
  spec.limits.memory.count = from.get<std::uint64_t>();
  return spec;
}

void put_end(const ProcessEnd& end, base::Encoder& to) {
  to.put(end.kind);
  to.put(end.code);
  to.put_text(end.failed_step);
  to.put(end.left_processes);
  to.put(end.usage.wall.count);
  to.put(end.usage.cpu.count);
  to.put(end.usage.peak_resident.count);
}

ProcessEnd get_end(base::Decoder& from) {
  ProcessEnd end;
  end.kind = from.get<ProcessEnd::Kind>();
  end.code = from.get<int>();
  end.failed_step = from.get_text();
  end.left_processes = from.get<bool>();
  end.usage.wall.count = from.get<double>();
  end.usage.cpu.count = from.get<double>();
  end.usage.peak_resident.count = from.get<std::uint64_t>();
  return end;
}

}  // namespace winnow::program
