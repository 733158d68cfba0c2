#pragma once

#include <string>

namespace dosde {

/// How a finding of the doctor bears on runs in a folder.
enum class Health {
  good,
  notable,  ///< runs work, but something is worth knowing
  bad       ///< runs would fail, or results could be wrong
};

/// One line of the doctor's table.
struct DoctorFinding {
  std::string what;  ///< "locks", "rename", …
  Health health = Health::good;
  std::string detail;
};

}  // namespace dosde
