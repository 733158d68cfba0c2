#pragma once

#include <string_view>

namespace dosde {

/// The text of cluster/slurm/job.sh as the build found it. Defined in job_template.cpp, which CMake writes.
std::string_view slurm_job_template();

}  // namespace dosde
