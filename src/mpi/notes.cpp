#include "winnow/mpi/notes.hpp"

#include <utility>

#include "mpi/flights.hpp"

namespace winnow::mpi {
namespace {

constexpr int root = 0;

/// No post has a tag that is so high.
constexpr int tags_apart = 1 << 14;

}  // namespace

Notes::Notes(const boost::mpi::communicator& communicator, int channel)
    : communicator_(communicator), tag_(channel + tags_apart), flights_(std::make_unique<Flights>()) {
}

Notes::~Notes() = default;

void Notes::send(base::Buffer words) {
  flights_->drop_taken();
  flights_->send(communicator_, root, tag_, std::move(words));
}

std::vector<Note> Notes::receive() {
  std::vector<Note> notes;
  while (const auto status = communicator_.iprobe(boost::mpi::any_source, tag_)) {
    auto& note = notes.emplace_back(Note{status->source(), {}});
    note.words.resize(static_cast<std::size_t>(status->count<char>().get()));
    communicator_.recv(status->source(), tag_, chars(note.words), static_cast<int>(note.words.size()));
  }
  return notes;
}

}  // namespace winnow::mpi
