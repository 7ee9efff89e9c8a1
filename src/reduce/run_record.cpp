#include "reduce/run_record.hpp"

#include "reduce/record.hpp"
#include "reduce/text_bytes.hpp"

namespace winnow::reduce {

void put_run(const RunRecord& run, base::Encoder& out) {
  base::Buffer payload;
  base::Encoder fields(payload);
  fields.put(run.layout);
  fields.put_varint(run.files);
  fields.put_text(run.fields);
  const auto values = std::as_bytes(run.values);
  payload.insert(payload.end(), values.begin(), values.end());
  put_record({run.path, as_text(payload)}, out);
}

}  // namespace winnow::reduce
