#include "optimize/evaluation_rows.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

namespace winnow::optimize {
namespace {

/// Sent in one go, at most about so much.
constexpr std::size_t round_size = std::size_t{4} << 20;

void each_evaluation(Journal& journal, std::uint16_t problem,
                     const std::function<void(const EvaluatedRecord&)>& take) {
  journal.read([&](std::span<const std::byte> bytes) {
    const auto record = decode_search_record(bytes);
    const auto* evaluated = std::get_if<EvaluatedRecord>(&record);
    if (evaluated != nullptr && evaluated->problem == problem) take(*evaluated);
  });
}

/// What rank 0 must know of all rows before it sends any. A candidate that a changed budget has replaced was
/// evaluated under the same id: the last counts.
struct Contents {
  std::vector<std::uint64_t> ids;      ///< ascending
  std::vector<std::uint64_t> repeats;  ///< of the ids that come again, once for each time; ascending
  std::uint64_t node_width = 1;
  std::set<std::string> figures;
};

Contents contents_of(Journal& journal, std::uint16_t problem) {
  Contents contents;
  each_evaluation(journal, problem, [&](const EvaluatedRecord& record) {
    contents.ids.push_back(record.id);
    contents.node_width = std::max<std::uint64_t>(contents.node_width, record.node.size());
    for (const auto& [name, value] : record.evaluation.figures) contents.figures.insert(name);
  });
  std::ranges::sort(contents.ids);
  std::vector<std::uint64_t> ids;
  for (const auto id : contents.ids) {
    auto& list = !ids.empty() && ids.back() == id ? contents.repeats : ids;
    list.push_back(id);
  }
  contents.ids = std::move(ids);
  return contents;
}

/// Rank `rank`'s first row of `rows`.
std::uint64_t first_row_of(std::uint64_t rank, std::uint64_t rows, std::uint64_t ranks) {
  return rows / ranks * rank + std::min(rank, rows % ranks);
}

/// The rank whose slab has the row `row` of `rows`: what first_row_of() says, the other way round.
std::size_t rank_of(std::uint64_t row, std::uint64_t rows, std::uint64_t ranks) {
  const auto each = rows / ranks;
  const auto with_one_more = rows % ranks;
  const auto before = with_one_more * (each + 1);
  return row < before ? row / (each + 1) : with_one_more + (row - before) / each;
}

/// Rank 0's end of the spreading. What a rank gets in a round begins with whether there is another.
class Spreader {
 public:
  Spreader(base::Team& team, const Contents& contents)
      : team_(team),
        ids_(contents.ids),
        to_come_(contents.repeats.begin(), contents.repeats.end()),
        outgoing_(static_cast<std::size_t>(team.size())) {}

  void send(const EvaluatedRecord& record) {
    if (const auto again = to_come_.find(record.id); again != to_come_.end()) {
      to_come_.erase(again);
      return;
    }
    const auto row = static_cast<std::uint64_t>(std::ranges::lower_bound(ids_, record.id) - ids_.begin());
    const auto rank = rank_of(row, ids_.size(), outgoing_.size());
    if (rank == 0) return own_.push_back(record);
    base::Buffer bytes;
    encode(record, bytes);
    base::Encoder(outgoing_[rank]).put_bytes(bytes);
    waiting_ += bytes.size();
    if (waiting_ >= round_size) exchange(true);
  }

  /// Gives the rows of rank 0 itself.
  std::vector<EvaluatedRecord> finish() {
    exchange(false);
    return std::move(own_);
  }

 private:
  void exchange(bool more) {
    std::vector<base::Buffer> outgoing;
    for (auto& bytes : outgoing_) {
      base::Buffer message;
      base::Encoder(message).put(more);
      message.insert(message.end(), bytes.begin(), bytes.end());
      outgoing.push_back(std::move(message));
      bytes.clear();
    }
    static_cast<void>(team_.exchange(std::move(outgoing)));
    waiting_ = 0;
  }

  base::Team& team_;
  const std::vector<std::uint64_t>& ids_;
  std::multiset<std::uint64_t> to_come_;  ///< ids, once for each time that they come again
  std::vector<base::Buffer> outgoing_;
  std::vector<EvaluatedRecord> own_;
  std::size_t waiting_ = 0;
};

/// Another rank's end of it.
std::vector<EvaluatedRecord> receive(base::Team& team) {
  std::vector<EvaluatedRecord> own;
  for (bool more = true; more;) {
    const auto came = team.exchange(std::vector<base::Buffer>(static_cast<std::size_t>(team.size())));
    base::Decoder in(came.front());
    more = in.get<bool>();
    while (!in.at_end()) own.push_back(std::get<EvaluatedRecord>(decode_search_record(in.get_bytes())));
  }
  return own;
}

}  // namespace

EvaluationRows spread_evaluations(base::Team& team, Journal* journal, std::uint16_t problem) {
  const auto contents = journal != nullptr ? contents_of(*journal, problem) : Contents{};
  base::Buffer word;
  base::Encoder out(word);
  out.put_varint(contents.ids.size());
  out.put_varint(contents.node_width);
  for (const auto& figure : contents.figures) out.put_text(figure);
  const auto words = team.gather_all(std::move(word));
  base::Decoder in(words.front());
  EvaluationRows result;
  result.rows = in.get_varint();
  result.node_width = in.get_varint();
  while (!in.at_end()) result.figures.emplace_back(in.get_text());
  const auto ranks = static_cast<std::uint64_t>(team.size());
  const auto rank = static_cast<std::uint64_t>(team.rank());
  result.first_row = first_row_of(rank, result.rows, ranks);
  if (rank == 0) {
    Spreader spreader(team, contents);
    each_evaluation(*journal, problem, [&](const EvaluatedRecord& record) { spreader.send(record); });
    result.own = spreader.finish();
  } else {
    result.own = receive(team);
  }
  std::ranges::sort(result.own, {}, &EvaluatedRecord::id);
  return result;
}

}  // namespace winnow::optimize
