#include "winnow/mpi/notes.hpp"

#include <iterator>
#include <utility>

namespace winnow::mpi {
namespace {

constexpr int root = 0;

char* chars(base::Buffer& bytes) {
  return reinterpret_cast<char*>(bytes.data());
}

}  // namespace

Notes::~Notes() {
  drop_taken();
  if (!flying_.empty()) new std::list<Flight>(std::move(flying_));
}

void Notes::send(base::Buffer words) {
  drop_taken();
  auto& flight = flying_.emplace_back(Flight{std::move(words), {}});
  flight.request =
      communicator_.isend(root, tag_, chars(flight.words), static_cast<int>(flight.words.size()));
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

void Notes::drop_taken() {
  for (auto flight = flying_.begin(); flight != flying_.end();) {
    flight = flight->request.test() ? flying_.erase(flight) : std::next(flight);
  }
}

}  // namespace winnow::mpi
