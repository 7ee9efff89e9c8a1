#include "report/performance_facts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "report/whole_table.hpp"

namespace winnow::report {
namespace {

std::optional<int> level_in(const WholeTable& table, std::string_view name) {
  const auto text = table.attribute(name);
  int level = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), level).ec == std::errc()) return level;
  return std::nullopt;
}

/// What run/compression tells; nothing where levels were not compared.
std::optional<CompressionChoice> compression_of(const store::ResultFile& file) {
  const auto table = WholeTable::read(file, "run/compression");
  if (!table) return std::nullopt;
  const auto& levels = **table;
  const auto used = level_in(levels, "used");
  const auto recommended = level_in(levels, "recommended");
  if (!used || !recommended || !levels.has("level") || !levels.has("time")) return std::nullopt;
  const auto time_at = [&](int level) {
    base::Seconds time;
    for (std::uint64_t row = 0; row < levels.rows(); ++row) {
      if (levels.number("level", row) <= level) time = {levels.number("time", row)};
    }
    return time;
  };
  return CompressionChoice{*used, time_at(*used), *recommended, time_at(*recommended)};
}

/// Of all islands in the first of the generations, before any shrinks; 0: not known.
std::uint64_t first_population(const store::ResultFile& file, const std::string& group) {
  const auto table = WholeTable::read(file, group);
  if (!table) return 0;
  double population = 0;
  for (std::uint64_t row = 0; row < (*table)->rows(); ++row) {
    if ((*table)->number("number", row) != (*table)->number("number", 0)) continue;
    population += (*table)->number("population", row, 0);
  }
  return static_cast<std::uint64_t>(population);
}

/// As population_multiple = "workers" makes them.
bool fits(std::uint64_t population, std::uint64_t workers) {
  return workers > 0 && population >= 2 * workers && population % workers == 0;
}

SearchFacts search_of(const store::ResultFile& file) {
  constexpr std::string_view run = "run/";
  SearchFacts search;
  for (const auto& group : file.groups()) {
    if (!group.starts_with(run) || !group.ends_with("/generations") || !file.has_table(group)) continue;
    const auto table = WholeTable::read(file, group);
    if (!table) continue;
    const auto population = first_population(file, "optimize/" + group.substr(run.size()));
    search.least_population =
        search.problems == 0 ? population : std::min(search.least_population, population);
    ++search.problems;
    if ((*table)->attribute("update") == "steady") continue;
    search.fits_workers =
        (search.fits_workers || !search.has_generations) && fits(population, (*table)->integer("workers"));
    search.has_generations = true;
    search.population = std::max(search.population, population);
  }
  return search;
}

/// Of all ranks; nothing where it is not known of one.
std::optional<base::Bytes> from_storage(const store::ResultFile& file) {
  const auto table = WholeTable::read(file, "run/memory");
  if (!table || (*table)->rows() == 0) return std::nullopt;
  double bytes = 0;
  for (std::uint64_t row = 0; row < (*table)->rows(); ++row) bytes += (*table)->number("storage_read", row);
  if (std::isnan(bytes)) return std::nullopt;
  return base::Bytes{static_cast<std::uint64_t>(bytes)};
}

}  // namespace

RunFacts run_facts(const store::ResultFile& file) {
  return {compression_of(file), search_of(file), from_storage(file)};
}

}  // namespace winnow::report
