#pragma once

#include "engine/analysis/response/response.hpp"

namespace dosde {

/// Two variables of which one, with a name that CSV must quote, is intervened on; numbers made up.
inline Response example_response() {
  Response response;
  response.scenario = "observed";
  response.variables = {"x", "y,1"};
  response.sources = {"weather"};
  response.intervened = {1};
  response.horizons = {0.5, 2.0};
  response.value = {0.25};
  response.size = {2.0};
  response.at = {{{1.0, 2.0}, {0.1, 0.2}, {3.0, 4.0}, {0.3, 0.4}, {9}},
                 {{5.0, 6.0}, {0.5, 0.6}, {7.0, 8.0}, {0.7, 0.8}, {8}}};
  response.long_run = {{1.5, 2.5}, {0.15, 0.25}, {3.5, 4.5}, {0.35, 0.45}, {7}};
  response.change = {0.0, 0.5};
  response.change_error = {0.0, 0.25};
  response.reference_mean = {1.0, 2.0};
  response.reference_deviation = {3.0, 4.0};
  response.direct_drift = {-1.0, 0.5, 0.25, -2.0};
  response.direct_drift_error = {0.0, 0.125, 0.0, 0.0};
  response.direct_noise = {0.0, 1.0, 0.0, 0.0};
  response.direct_noise_error = {0.0, 0.0, 0.0, 0.0};
  response.trajectories = 10;
  return response;
}

}  // namespace dosde
