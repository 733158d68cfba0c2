// Prints the JSON Schema of scenario files: for the test that holds it against files.
#include <cstdio>

#include "io/scenario/schema.hpp"

int main() { return std::fputs(dosde::scenario_schema().c_str(), stdout) < 0 ? 1 : 0; }
