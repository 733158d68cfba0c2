#pragma once

#include <string>

namespace dosde {

/// A number as people write it, with at most so many digits: for messages.
std::string number_text(double value, int digits);

}  // namespace dosde
