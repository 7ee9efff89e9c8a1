#pragma once
// Packets with descriptors, between processes of one machine (unix(7), SOCK_SEQPACKET, SCM_RIGHTS).

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/base/error.hpp"

namespace winnow::program {

/// A packet is sent whole or not at all, and no longer than this.
inline constexpr std::size_t longest_packet = std::size_t{128} << 10;
inline constexpr std::size_t most_descriptors = 4;  ///< in one packet

/// The two ends of a wire, closed on exec.
[[nodiscard]] base::Result<std::pair<base::Descriptor, base::Descriptor>> make_wire();

/// False, with errno set, if it cannot be sent. Copies of `descriptors` arrive at the other end. Thread-safe.
[[nodiscard]] bool send_packet(int wire, std::span<const std::byte> bytes,
                               std::span<const int> descriptors = {});

struct Packet {
  base::Buffer bytes;
  std::vector<base::Descriptor> descriptors;
};

/// The next packet, waited for; nothing if the other end is closed. The packets of one end are received by
/// one thread.
[[nodiscard]] std::optional<Packet> receive_packet(int wire);

}  // namespace winnow::program
