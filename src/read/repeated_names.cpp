#include "read/repeated_names.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "read/path_pattern.hpp"

namespace winnow::read {
namespace {

std::uint64_t hash_of(std::string_view path) {
  return std::hash<std::string_view>{}(path);
}

std::uint32_t check_of(std::string_view path) {
  std::uint32_t check = 2166136261U;
  for (const char byte : path) check = (check ^ static_cast<unsigned char>(byte)) * 16777619U;  // FNV-1a
  return check;
}

/// Most listed names are in normal form, and looking for that is quicker than bringing them into it.
bool may_be_no_normal_form(std::string_view name) {
  return name.starts_with("./") || name.starts_with("../") || name.ends_with('/') || name.ends_with("/.") ||
         name.ends_with("/..") || name.find("//") != std::string_view::npos ||
         name.find("/./") != std::string_view::npos || name.find("/../") != std::string_view::npos ||
         name == "." || name == "..";
}

}  // namespace

RepeatedNames::RepeatedNames(std::vector<std::string> lists, std::string folder, std::size_t share)
    : lists_(std::move(lists)), folder_(std::move(folder)), share_(share) {
}

bool RepeatedNames::read(std::size_t lines) {
  for (; lines > 0 && !is_complete(); --lines) step();
  return is_complete();
}

void RepeatedNames::step() {
  if (!in_list_) {
    if (next_list_ == lists_.size()) return end_pass();
    in_list_ = names_.open(lists_[next_list_++]).has_value();
    return;
  }
  const auto step = names_.step();
  if (step == ListedNames::Step::finished) in_list_ = false;
  if (step == ListedNames::Step::name) see(names_.text());
}

void RepeatedNames::see(std::string_view name) {
  path_.clear();
  if (!name.starts_with('/')) path_ = folder_;
  if (may_be_no_normal_form(name)) {
    path_ += normalised(name);
  } else {
    path_ += name;
  }
  const auto hash = hash_of(path_);
  if (pass_ == 0) {
    if (count_++ < share_) hashes_.push_back(hash);
    ascends_ = ascends_ && (previous_ < path_);
    if (ascends_) std::swap(previous_, path_);
  } else if (hash % passes_ == pass_ - 1) {
    hashes_.push_back(hash);
  }
}

void RepeatedNames::end_pass() {
  next_list_ = 0;
  const bool is_first_of_many = pass_ == 0 && count_ > share_;
  if (is_first_of_many && !ascends_) passes_ = count_ / share_ + 1;
  if (!is_first_of_many && !ascends_) keep_repeated();
  hashes_.clear();
  if (++pass_ <= passes_) return;
  hashes_.shrink_to_fit();
  std::ranges::sort(repeated_, {}, &Name::hash);
}

void RepeatedNames::keep_repeated() {
  std::ranges::sort(hashes_);
  for (auto at = hashes_.begin(); (at = std::adjacent_find(at, hashes_.end())) != hashes_.end();) {
    repeated_.push_back({*at});
    at = std::upper_bound(at, hashes_.end(), *at);
  }
}

bool RepeatedNames::is_first(std::string_view path) {
  const auto hash = hash_of(path);
  const auto name = std::ranges::lower_bound(repeated_, hash, {}, &Name::hash);
  if (name == repeated_.end() || name->hash != hash) return true;
  const auto check = check_of(path);
  if (name->has_come) return name->check != check;
  name->has_come = true;
  name->check = check;
  return true;
}

}  // namespace winnow::read
