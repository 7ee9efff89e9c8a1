#pragma once
// The program: from the command line to the exit status.

namespace winnow::app {

/// What main does. Prints errors on standard error; gives the exit status (base::ExitStatus).
int main(int argc, char** argv);

}  // namespace winnow::app
