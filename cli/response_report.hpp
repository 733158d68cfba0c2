#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cli/application.hpp"
#include "engine/analysis/response/response.hpp"

namespace dosde {

/// Total effects in the long run with their errors, and direct effects, as two matrices: a row a variable that
/// responds.
void print_response(const Response& response);

nlohmann::ordered_json to_json(const Response& response, const std::string& file);

/// What the reader should know before trusting it: the long run not reached, trajectories that diverged.
void report_response(const Response& response, const Application& application);

}  // namespace dosde
