#pragma once

#include <string>

#include "io/result/result_request.hpp"

namespace dosde {

/// Is the file at `path` of the run that `request` describes, so that units of both may stand side by side? Throws
/// Error (input_output) with the first difference: another scenario (the first line that differs), other noise, another
/// version of this program, units of another size.
void require_same_run(const std::string& path, const ResultFileRequest& request);

}  // namespace dosde
