#pragma once

#include <string>

#include "io/result/place_file.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// Writes the result file of a run of moment equations, whole: `request.law` is known before the file is made, so that
/// its tables are guarded like labels are. One trajectory a scenario stands for the law; its status says whether the
/// equations reached the stop. Throws Error (input_output).
void write_law_file(const ResultFileRequest& request, const std::string& path, ExistingFile existing);

}  // namespace dosde
