#pragma once

#include "engine/analysis/abduction/abduction.hpp"

namespace dosde {

/// Two draws of one observed path of two steps, two sources and one variable.
inline Abduction example_abduction() {
  Abduction found;
  found.scenario = "observed";
  found.scheme = "euler_maruyama";
  found.observed = 1;
  found.draws = 2;
  found.world = {0.5, 0.25, 2, 2, {"a", "b"}, {1, 2, 3, 4, 5, 6, 7, 8}, {"x"}, {{-1.0, -1.0}}, "", {}};
  found.determined = {1, 0, 1, 1};
  found.sources.resize(2);
  found.sources[0].name = "a";
  found.sources[1].name = "b";
  found.rows.resize(1);
  found.rows[0].name = "x";
  return found;
}

}  // namespace dosde
