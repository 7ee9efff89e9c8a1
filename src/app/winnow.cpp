#include "winnow/app/main.hpp"

int main(int argc, char** argv) {
  return winnow::app::main(argc, argv);
}
