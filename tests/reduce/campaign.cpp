#include "reduce/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>
#include <variant>

#include "support/thread_team.hpp"
#include "winnow/base/random.hpp"

namespace winnow::reduce {
namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

void append(base::Cells& to, const base::Cells& from) {
  std::visit(
      [&from](auto& cells) {
        const auto& more = std::get<std::decay_t<decltype(cells)>>(from);
        cells.insert(cells.end(), more.begin(), more.end());
      },
      to);
}

std::string text_of(const base::Attribute& attribute) {
  return std::visit(Overloaded{[](const std::string& value) { return value; },
                               [](const auto& value) { return std::to_string(value); }},
                    attribute.value);
}

std::string text_of(const std::vector<base::Attribute>& attributes) {
  std::string text;
  for (const auto& attribute : attributes) text += attribute.name + '=' + text_of(attribute) + '\n';
  return text;
}

void pull_all(farm::Source& source, std::vector<farm::Task>& tasks) {
  while (source.pull(7, tasks) != farm::Source::State::finished) {
  }
}

/// All tasks: of large files those that they are cut into when a kernel has handed them back.
std::vector<farm::Task> tasks_of(Reduction& reduction, const Spread& spread) {
  const auto source = reduction.make_source();
  const auto kernel = reduction.make_kernel();
  std::vector<farm::Task> tasks;
  pull_all(*source, tasks);
  std::vector<farm::Task> handed_back;
  std::erase_if(tasks, [&](farm::Task& task) {
    if (!kernel->run(task)->handed_back) return false;
    handed_back.push_back(std::move(task));
    return true;
  });
  for (auto& task : handed_back) source->take_back(std::move(task));
  pull_all(*source, tasks);
  if (spread.seed != 0) {
    std::ranges::sort(tasks, {}, &farm::Task::payload);
    std::ranges::shuffle(tasks, base::RandomSequence(spread.seed, 0));
  }
  return tasks;
}

/// Runs all tasks: batches of random sizes on random kernels, folded on the first rank of each pair.
void run_tasks(std::span<const std::unique_ptr<Reduction>> ranks, const Spread& spread) {
  std::vector<std::unique_ptr<farm::Kernel>> kernels;
  for (const auto& rank : ranks) {
    for (std::size_t i = 0; i < spread.kernels; ++i) kernels.push_back(rank->make_kernel());
  }
  base::RandomSequence random(spread.seed, 1);
  const auto tasks = tasks_of(*ranks.front(), spread);
  for (auto task = tasks.begin(); task != tasks.end();) {
    const auto first = task;
    const auto kernel = random.below(kernels.size());
    for (auto left = 1 + random.below(spread.batch); left > 0 && task != tasks.end(); --left) {
      const auto end = kernels[kernel]->run(*task++);
      if (!end || end->handed_back) throw std::logic_error("a kernel failed");
    }
    base::Buffer partial;
    kernels[kernel]->take(partial);
    ranks[kernel / spread.kernels / 2 * 2]->sink().fold(partial, {first, task}, {});
  }
}

void pull(base::TableSource& source, std::uint64_t at_most, WholeTable& table) {
  if (table.columns.empty()) table.shape = source.shape();
  std::uint64_t rows = 0;
  base::Block block;
  do {
    source.next(at_most, block);
    rows += block.rows;
    if (table.columns.empty()) {
      table.columns = block.cells;
    } else {
      for (std::size_t i = 0; i < block.cells.size(); ++i) append(table.columns[i], block.cells[i]);
    }
  } while (block.rows > 0);
  if (rows != source.shape().own_rows) throw std::logic_error("a slab of another size than its shape says");
}

}  // namespace

std::size_t WholeTable::index_of(std::string_view variable) const {
  const auto found = std::ranges::find(shape.variables, variable, &base::Variable::name);
  if (found == shape.variables.end()) throw std::out_of_range("no variable " + std::string(variable));
  return static_cast<std::size_t>(found - shape.variables.begin());
}

std::vector<std::string> WholeTable::names() const {
  std::vector<std::string> names;
  for (const auto& variable : shape.variables) names.push_back(variable.name);
  return names;
}

const std::vector<double>& WholeTable::numbers(std::string_view variable) const {
  return std::get<std::vector<double>>(columns[index_of(variable)]);
}

const std::vector<std::int64_t>& WholeTable::integers(std::string_view variable) const {
  return std::get<std::vector<std::int64_t>>(columns[index_of(variable)]);
}

std::vector<std::string> WholeTable::texts(std::string_view variable) const {
  const auto index = index_of(variable);
  const auto& cells = std::get<std::string>(columns[index]);
  const auto width = shape.variables[index].text_width;
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < cells.size(); at += width)
    texts.emplace_back(cells.substr(at, width).c_str());
  return texts;
}

std::string WholeTable::attribute(std::string_view name) const {
  const auto found = std::ranges::find(shape.attributes, name, &base::Attribute::name);
  return found == shape.attributes.end() ? "" : text_of(*found);
}

std::string WholeTable::bytes() const {
  std::string bytes =
      fmt::format("{} {} {}\n", shape.path, shape.row_dimension, shape.rows) + text_of(shape.attributes);
  for (const auto& dimension : shape.dimensions) {
    bytes += dimension.name + ':';
    for (const auto& label : dimension.labels) bytes += ' ' + label;
    for (const auto& scale : dimension.scales) {
      bytes += ' ' + scale.name + text_of(scale.attributes);
      for (const double value : scale.values) bytes += fmt::format(" {:a}", value);
    }
  }
  for (const auto& variable : shape.variables) {
    bytes += fmt::format("{} {} {} {} {}\n", variable.name, static_cast<int>(variable.type),
                         variable.text_width, variable.dimension, variable.coordinate);
    bytes += text_of(variable.attributes);
  }
  for (const auto& column : columns) {
    std::visit(
        [&bytes](const auto& cells) {
          bytes.append(reinterpret_cast<const char*>(cells.data()), cells.size() * sizeof(cells[0]));
        },
        column);
  }
  return bytes;
}

Reduced reduce_all(const Config& config, const Spread& spread) {
  std::vector<std::unique_ptr<Reduction>> ranks;
  for (int rank = 0; rank < spread.ranks; ++rank) ranks.push_back(*Reduction::make(config));
  run_tasks(ranks, spread);
  std::vector<Outcome> outcomes(ranks.size());
  test::ThreadTeam::run(spread.ranks, [&](base::Team& team) {
    const auto rank = static_cast<std::size_t>(team.rank());
    outcomes[rank] = ranks[rank]->finish(team);
  });
  ranks.clear();
  Reduced reduced;
  for (auto& outcome : outcomes) {
    for (auto& table : outcome.tables) pull(*table, spread.block, reduced.tables[table->shape().path]);
  }
  reduced.totals = std::move(outcomes.back().totals);
  return reduced;
}

void write_campaign(const test::TemporaryFolder& folder) {
  base::RandomSequence random(1, 2);
  for (const std::string router : {"Epidemic", "Prophet", "SprayAndWait"}) {
    for (const int buffer : {2, 10}) {
      for (int seed = 1; seed <= 20; ++seed) {
        const auto name = fmt::format("city_{}_seed{}_buf{}M_", router, seed, buffer);
        auto stats = fmt::format("Message stats\ncreated: {}\nlatency_avg: {:.17g}\nlatency_med: {}\n",
                                 1000 + seed, 1e3 * random.uniform(), seed % 3 == 0 ? "NaN" : "12.5");
        if (seed % 7 == 0) stats += "relayed: many\nhopcount_avg: 1,5\n";
        if (router == "Prophet") stats += "only_here: 1e300\n";
        folder.write("runs/" + name + "stats.txt", stats);
        folder.write("runs/" + name + "energy.txt",
                     fmt::format("energy: {:.17g}\ncreated: 1\n", random.uniform()));
      }
    }
  }
  folder.write("runs/city_Epidemic_seed99_buf2M_stats.txt", "");
  folder.write("runs/city_Epidemic_seed98_buf2M_stats.txt", "Message stats\ncreated: none\n");
  folder.write("runs/city_Epidemic_seedX_buf2M_stats.txt", "created: 1\n");
}

Config campaign_config(const test::TemporaryFolder& folder) {
  Config config;
  config.folder = folder.path();
  config.files = {"runs/*.txt"};
  config.dialect.format = "key-value";
  config.name = "{scenario}_{router}_seed{seed:int}_buf{buffer:size}_{report}.txt";
  config.group_by = {{"router", "buffer"}, {"report"}, {}, {"router", "seed", "buffer", "report"}};
  config.derive = {{"per_created", "latency_avg / created"}, {"per_buffer", "per_created / buffer"}};
  config.where = "seed != 13 && !(latency_avg > 900)";
  config.statistics.assign(plain_statistics.begin(), plain_statistics.end());
  config.statistics.push_back(Statistic(Percentile{999'000}));
  config.scratch_folder = folder.path();
  return config;
}

}  // namespace winnow::reduce
