// A stranger's program on an installed doSDE: reads a formula, differentiates it, prints it.
#include <iostream>

#include "engine/core/version.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"

int main() {
  const dosde::Expression drift = dosde::parse_expression("theta*(mu - x^2)");
  std::cout << "doSDE " << dosde::build_information().version << ": d/dx of " << dosde::to_text(drift) << " is "
            << dosde::to_text(dosde::differentiate(drift, "x")) << "\n";
}
