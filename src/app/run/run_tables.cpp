#include "app/run/run_tables.hpp"

#include <algorithm>
#include <cmath>

#include "app/job/standing_result.hpp"
#include "app/watch/alerts_table.hpp"
#include "app/watch/memory_tables.hpp"
#include "app/watch/performance_table.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/columns.hpp"
#include "winnow/base/version.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

using base::column;
using base::count_of;
using base::described;

const std::vector<base::Attribute> in_bytes{{"units", std::string("B")}};

/// Unlimited stands as -1: there is no such size.
std::int64_t size_of(base::Bytes bytes) {
  return bytes.is_unlimited() ? -1 : count_of(bytes.count);
}

/// Of each node; all of them where memory was never short.
std::vector<std::int64_t> fewest_workers(const RunFacts& facts) {
  std::vector<std::int64_t> fewest;
  for (std::size_t i = 0; i < facts.plan.nodes.size(); ++i) {
    const auto permits = i < facts.nodes.size() ? facts.nodes[i].fewest_permits : 0;
    const auto workers = facts.plan.nodes[i].workers;
    fewest.push_back(permits == 0 ? workers : std::min(permits, workers));
  }
  return fewest;
}

std::unique_ptr<base::TableSource> plan_table(const RunFacts& facts) {
  auto table = std::make_unique<store::MemoryTable>("run/plan", "node");
  using Node = plan::NodePlan;
  const auto& nodes = facts.plan.nodes;
  table->add("hostname", column(nodes, &Node::hostname));
  table->add("cores", column(nodes, &Node::cores));
  table->add("workers", column(nodes, &Node::workers));
  table->add("chunk", column(nodes, [](const Node& node) { return size_of(node.chunk); }), in_bytes);
  table->add("limit", column(nodes, [](const Node& node) { return size_of(node.limit); }),
             described("of the memory that the run may take on the node; -1: none is known", "B"));
  table->add("limit_source", column(nodes, &Node::limit_source));
  table->add("budget", column(nodes, [](const Node& node) { return size_of(node.budget); }), in_bytes);
  table->add("predicted_peak", column(nodes, [](const Node& node) { return size_of(node.predicted_peak); }),
             in_bytes);
  table->add(
      "learned_from",
      column(nodes, [&](const Node& /*node*/) { return facts.plan.learned ? facts.plan.learned->runs : 0; }),
      described("earlier runs that the prediction goes by", "1"));
  table->add("measured_peak", column(facts.peaks, size_of), in_bytes);
  table->add("fewest_workers", fewest_workers(facts),
             described("workers that memory let run at once, at the least"));
  return table;
}

std::unique_ptr<base::TableSource> workers_table(const RunFacts& facts) {
  auto table = std::make_unique<store::MemoryTable>("run/workers", "worker");
  using Record = farm::WorkerRecord;
  const auto& workers = facts.workers;
  table->add("rank", column(workers, &Record::rank));
  table->add("node", column(workers, [&](const Record& worker) {
               return facts.cluster.nodes[facts.cluster.node_of(worker.rank)].facts.hostname;
             }));
  table->add("tasks", column(workers, &Record::tasks));
  table->add("failures", column(workers, &Record::failures));
  table->add("busy_share", column(workers, [&](const Record& worker) { return worker.busy / facts.elapsed; }),
             described("kernel time over the time of the run", "1"));
  table->add("peak_memory", column(workers, [](const Record& worker) { return size_of(worker.peak); }),
             in_bytes);
  table->add("lost", column(workers, &Record::lost));
  return table;
}

std::unique_ptr<base::TableSource> queues_table(const RunFacts& facts) {
  auto table = std::make_unique<store::MemoryTable>("run/queues", "queue");
  using Queue = report::QueueTasks;
  const auto& queues = facts.queues;
  table->add("name", column(queues, &Queue::name));
  table->add("done", column(queues, &Queue::done));
  table->add("retried", column(queues, &Queue::retried));
  table->add("quarantined", column(queues, &Queue::quarantined));
  table->add("batch", column(queues, &Queue::batch),
             described("tasks of the last batch whose size was measured; 0: none was"));
  table->add("batch_cause", column(queues, &Queue::batch_cause), described("what that size went by"));
  return table;
}

}  // namespace

std::vector<std::unique_ptr<base::TableSource>> run_tables(const RunFacts& facts) {
  std::vector<std::unique_ptr<base::TableSource>> tables;
  tables.push_back(plan_table(facts));
  tables.push_back(workers_table(facts));
  tables.push_back(queues_table(facts));
  tables.push_back(messages_table(facts.traffic));
  tables.push_back(memory_table(facts.uses, facts.cluster, facts.plan));
  tables.push_back(nodes_table(facts.uses, facts.cluster, facts.plan));
  tables.push_back(alerts_table(facts.alerts));
  tables.push_back(reclaims_table(facts.reclaims));
  if (!facts.operations.empty()) tables.push_back(performance_table(facts.operations, facts.compression));
  if (!facts.levels.empty()) tables.push_back(compression_table(facts.levels, facts.writing));
  return tables;
}

std::vector<base::Attribute> provenance(const RunFacts& facts) {
  std::vector<base::Attribute> attributes{
      {"version", std::string(base::version())},
      {"command", facts.command},
      {"ranks", count_of(facts.cluster.ranks())},
      {"nodes", count_of(facts.cluster.nodes.size())},
      {"started", facts.started},
      {"ended", base::utc_now()},
      {"seconds", facts.elapsed.count},
      {std::string(origin::checkpoint), facts.checkpoint},
      {std::string(origin::is_whole), std::int64_t{facts.is_whole}},
  };
  attributes.insert(attributes.end(), facts.made_of.begin(), facts.made_of.end());
  return attributes;
}

}  // namespace winnow::app
