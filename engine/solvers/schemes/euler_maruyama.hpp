#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// x_i' = x_i + f_i h + Σ_k g_ik ΔW_k  (Maruyama 1955; Kloeden & Platen 1992, 10.2).
Scheme euler_maruyama_scheme();

/// The same row as a formula, each product fused with its sum: the part that other explicit schemes start from.
Expression euler_maruyama_row(const FreeRow& row);

/// The step of all rows; what the increments' symbols stand for is the scheme's affair.
std::vector<StepRow> take_euler_maruyama_step(const StepProblem& problem);

}  // namespace dosde
