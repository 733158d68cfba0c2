#pragma once

#include <gtest/gtest.h>

#include <string>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// The experiment is refused with an error that has this part.
inline void expect_refusal(const Experiment& experiment, const std::string& part) {
  try {
    compile_run(experiment);
    ADD_FAILURE() << "not refused: " << part;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

}  // namespace dosde
