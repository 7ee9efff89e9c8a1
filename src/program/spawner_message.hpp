#pragma once
// What a rank and its spawner tell each other.
//
// On the spawner's wire: the helper's greeting (an empty request), then the rank's requests, each with the
// four descriptors of Handed. On each process's own wire: the rank may send any packet, to have the process
// ended; the helper sends the end.

#include <span>

#include "winnow/base/codec.hpp"
#include "winnow/program/process.hpp"

namespace winnow::program {

/// The descriptors that go with a request, by index.
enum Handed : std::size_t { standard_input, standard_output, standard_error, own_wire, handed_count };

/// All of a ProcessSpec that the spawner needs to know.
void put_request(const ProcessSpec& spec, base::Encoder& to);
[[nodiscard]] ProcessSpec get_request(base::Decoder& from);

/// An end without the outputs.
void put_end(const ProcessEnd& end, base::Encoder& to);
[[nodiscard]] ProcessEnd get_end(base::Decoder& from);

}  // namespace winnow::program
