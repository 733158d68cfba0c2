#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/causal/model.hpp"
#include "engine/causal/timeline.hpp"
#include "engine/expression/program.hpp"
#include "engine/solvers/scheme.hpp"

namespace dosde {

// Names of the lane inputs. Their colon keeps them apart from what users can write.

std::string parameter_draw_name(const std::string& parameter);   ///< "u:parameter:<parameter>"
std::string initial_draw_name(const std::string& variable);      ///< "u:initial:<variable>"
std::string recorded_initial_name(const std::string& variable);  ///< "recorded:initial:<variable>"

/// The names of all sources that any regime uses: the model's own, then copies made by cuts, in order of appearance.
std::vector<std::string> sources_of(const Model& model, const std::vector<Timeline>& timelines);

/// Parameters whose value differs from trajectory to trajectory (a law, or a formula of such), in dependency order. Of
/// a sweep also those that differ from point to point.
std::vector<std::string> drawn_parameters(const Model& model);

/// Where every symbol lives during a run, for all programs of it: state rows are the variables in order (and a counter
/// of reflections, if there are bounds), lane inputs the drawn parameters and all draws, uniform inputs the step and
/// the uniform parameters in the model's order; increments one a source in order, then their second numbers where the
/// scheme uses two. `swept` are the parameters that a sweep sets: nothing is drawn for them.
Layout make_layout(const Model& model, const std::vector<Timeline>& timelines, const std::vector<std::string>& sources,
                   PathDetail detail, const std::set<std::string>& swept = {});

/// Lane inputs of a layout.
std::int32_t count_lane_slots(const Layout& layout);

/// The layout of steps that lanes choose by themselves: the time and the step are lane inputs, the last two.
Layout with_own_steps(const Layout& layout);

/// The name of the state row that counts reflections.
std::string reflection_counter_name();
bool has_bounds(const Model& model);

}  // namespace dosde
