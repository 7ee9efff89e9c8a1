#include "program/packet_socket.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace winnow::program {
namespace {

TEST(PacketSocket, packets_arrive_whole_with_their_descriptors) {
  auto wire = make_wire();
  ASSERT_TRUE(wire);
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const base::Descriptor from(pipe[0]);
  const base::Descriptor to(pipe[1]);
  const base::Buffer large(longest_packet, std::byte{7});
  ASSERT_TRUE(send_packet(wire->first.get(), base::Buffer(1), std::array{to.get()}));
  auto packet = receive_packet(wire->second.get());
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->bytes.size(), 1U);
  ASSERT_EQ(packet->descriptors.size(), 1U);
  EXPECT_NE(::fcntl(packet->descriptors[0].get(), F_GETFD) & FD_CLOEXEC, 0);
  ASSERT_EQ(::write(packet->descriptors[0].get(), "x", 1), 1);
  char read = 0;
  EXPECT_EQ(::read(from.get(), &read, 1), 1);

  ASSERT_TRUE(send_packet(wire->first.get(), large));
  EXPECT_EQ(receive_packet(wire->second.get())->bytes, large);
}

TEST(PacketSocket, a_closed_end_is_the_end) {
  auto wire = make_wire();
  ASSERT_TRUE(wire);
  ASSERT_TRUE(send_packet(wire->first.get(), base::Buffer(3)));
  wire->first = base::Descriptor();
  EXPECT_TRUE(receive_packet(wire->second.get()));
  EXPECT_FALSE(receive_packet(wire->second.get()));
  EXPECT_FALSE(send_packet(wire->second.get(), base::Buffer(3)));
}

}  // namespace
}  // namespace winnow::program
