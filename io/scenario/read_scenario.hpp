#pragma once

#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// A scenario file that has been read and found right.
struct ReadScenario {
  Experiment experiment;
  std::vector<Diagnostic> warnings;  ///< what is allowed, but hardly meant
  std::string text;                  ///< as given
  std::string resolved;  ///< TOML with the used model, every default and every override written out; reading it gives
                         ///< the same experiment
  std::vector<std::string> files;  ///< paths of all that was read: scenario, model, tables, recorded initial values
};

/// Reads and validates a scenario file (docs/scenario_keys.md). `overrides` are those of `--set key=value`: a dotted
/// key ("model.parameters.a", "scenario.clamped.intervention.0.value") and a TOML value or else a string. Throws Error:
/// input_output where the file cannot be read; scenario with the first TOML syntax error, else with *everything* that
/// is wrong: keys, types, ranges, formulas, names, the model, the time grid, and each scenario's timeline. Does not
/// check the scheme against the class of the noise.
ReadScenario read_scenario_file(const std::string& path, const std::vector<std::string>& overrides = {});

/// The same from a text. `file_name` is for messages; paths in the text are relative to its folder.
ReadScenario read_scenario_text(const std::string& text, const std::string& file_name,
                                const std::vector<std::string>& overrides = {});

}  // namespace dosde
