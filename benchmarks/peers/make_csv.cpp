// Makes csv files of simulated deliveries: 7 columns, 20 keys, numbers to 17 digits.
// usage: make_csv FOLDER FILES MEGABYTES_PER_FILE
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

/// xorshift128+ (Vigna, "Further scramblings of Marsaglia's xorshift generators", 2017).
class Generator {
 public:
  std::uint64_t next() {
    auto a = state_[0];
    const auto b = state_[1];
    state_[0] = b;
    a ^= a << 23;
    state_[1] = a ^ b ^ (a >> 17) ^ (b >> 26);
    return state_[1] + b;
  }
  unsigned below(unsigned n) { return static_cast<unsigned>(next() % n); }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::array<std::uint64_t, 2> state_{0x9E3779B97F4A7C15, 0xD1B54A32D192ED03};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::array routers{"Epidemic", "Prophet", "SprayAndWait", "MaxProp", "FirstContact"};
  const std::array buffers{2, 5, 10, 50};
  Generator random;
  for (int file = 0; file < std::atoi(argv[2]); ++file) {
    char name[32];
    std::snprintf(name, sizeof name, "/part_%03d.csv", file);
    std::FILE* out = std::fopen((std::string(argv[1]) + name).c_str(), "w");
    if (out == nullptr) return 1;
    const double size = std::atof(argv[3]) * 1e6;
    double written = std::fprintf(out, "time_ms,src,dst,latency,overhead,prob,key\n");
    std::uint64_t time = 1'700'000'000'000 + static_cast<std::uint64_t>(file) * 50'000'000;
    while (written < size) {
      time += random.below(97);
      const auto source = random.below(9000);
      const auto destination = random.below(9'000'000);
      const double latency = -4000 * std::log(1 - random.uniform());
      const double overhead = 40 * random.uniform() - 3;
      const double probability = random.uniform();
      const auto* router = routers[random.below(routers.size())];
      written += std::fprintf(out, "%llu,%u,%u,%.17g,%.17g,%.17g,%s_buf%dM\n",
                              static_cast<unsigned long long>(time), source, destination, latency, overhead,
                              probability, router, buffers[random.below(buffers.size())]);
    }
    if (std::fclose(out) != 0) return 1;
  }
}
