#pragma once
// The parents that better trials have replaced, as far as there is room: donors of differences (Zhang and
// Sanderson 2009, section IV-B). When it is full, a newcomer takes the place of a random member.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace winnow::evolve {

class Archive {
 public:
  Archive(std::size_t dimension, std::size_t capacity) : dimension_(dimension), capacity_(capacity) {}

  [[nodiscard]] std::size_t size() const { return points_.size() / dimension_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] const double* row(std::size_t i) const { return points_.data() + i * dimension_; }
  [[nodiscard]] const std::vector<double>& points() const { return points_; }

  /// `seat` in [0, capacity) is the member that makes room where there is none left.
  void insert(const double* point, std::size_t seat) {
    if (capacity_ == 0) return;
    if (size() < capacity_) {
      points_.insert(points_.end(), point, point + dimension_);
    } else {
      std::copy_n(point, dimension_, points_.begin() + static_cast<std::ptrdiff_t>(seat * dimension_));
    }
  }

  /// The last members leave where there is room for fewer, as in the authors' code of L-SHADE and jSO.
  void set_capacity(std::size_t capacity) {
    capacity_ = capacity;
    if (size() > capacity_) points_.resize(capacity_ * dimension_);
  }

  void restore(std::vector<double> points, std::size_t capacity) {
    points_ = std::move(points);
    capacity_ = capacity;
  }

 private:
  std::size_t dimension_;
  std::size_t capacity_;
  std::vector<double> points_;
};

}  // namespace winnow::evolve
