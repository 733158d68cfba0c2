#pragma once

#include <string>

#include "engine/analysis/response/response.hpp"

namespace dosde {

/// The response as a table for figures, CSV with a header line: a row for each pair of variables at each horizon and in
/// the long run (time "inf"), with the effects, their errors and the direct effect of the one on the other's drift.
std::string response_table(const Response& response);

}  // namespace dosde
