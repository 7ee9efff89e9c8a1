#include "mpi/flights.hpp"

#include <iterator>
#include <utility>

#include "mpi/counts.hpp"

namespace winnow::mpi {

Flights::~Flights() {
  drop_taken();
  if (!flying_.empty()) new std::list<Flight>(std::move(flying_));
}

void Flights::send(const boost::mpi::communicator& communicator, int to, int tag, base::Buffer bytes) {
  const int count = count_of(bytes.size());
  auto& flight = flying_.emplace_back(Flight{std::move(bytes), {}});
  flight.request = communicator.isend(to, tag, chars(flight.bytes), count);
}

void Flights::drop_taken() {
  for (auto flight = flying_.begin(); flight != flying_.end();) {
    flight = flight->request.test() ? flying_.erase(flight) : std::next(flight);
  }
}

}  // namespace winnow::mpi
