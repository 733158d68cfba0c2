#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dosde {

struct Experiment;

/// How the points of a sweep come from its axes.
enum class SweepDesign {
  grid,   ///< every combination; the last axis varies fastest
  zip,    ///< the n-th values of all axes together
  table,  ///< the rows of a table: as zip
  lhs,    ///< Latin hypercube
  sobol,  ///< Sobol' sequence
};

/// Which number of an experiment a swept value stands for.
struct SweepTarget {
  enum class Kind {
    parameter,     ///< parameter `index` of the model
    initial,       ///< initial value of variable `index`
    intervention,  ///< argument `key` of intervention `index` of scenario `scenario`
    setting,       ///< anything else: a time, a scheme, a formula
  };
  Kind kind = Kind::setting;
  std::size_t scenario = 0;
  std::size_t index = 0;
  std::string key;
  std::int32_t law_argument = -1;  ///< which argument of the law that stands there; -1: the whole value

  /// Is the value an input of lanes, so that points differing in it run side by side in one program? Otherwise each of
  /// its values is compiled by itself.
  [[nodiscard]] bool is_lane_input() const { return kind != Kind::setting; }
};

/// One axis of a sweep. Its values are listed, or a range: `count` of them for a grid or zip, any in it for lhs, sobol.
struct SweepAxis {
  enum class Scale { listed, linear, log };
  std::string name;  ///< the key that it varies: "model.parameters.a"
  SweepTarget target;
  Scale scale = Scale::listed;
  double low = 0.0;
  double high = 0.0;
  std::int64_t count = 0;
  std::vector<double> listed;      ///< numbers, or positions in `words`
  std::vector<std::string> words;  ///< values that are texts; empty: they are numbers
  bool is_whole = false;           ///< written as whole numbers
  bool is_set_in_run = false;      ///< a caller sets it while the run goes (stepper.hpp): anything from low to high
};

/// Points that agree in all settings: what they differ in are lane inputs.
struct SweepGroup {
  std::shared_ptr<const Experiment> experiment;  ///< at the group's settings and its first point; without a sweep
  std::vector<std::int64_t> points;              ///< increasing
};

/// A sweep: at every point every scenario of the file is run, all in the same exogenous world. No axes: no sweep.
struct Sweep {
  SweepDesign design = SweepDesign::grid;
  std::int64_t samples = 0;  ///< of lhs and sobol
  bool is_scrambled = true;  ///< of sobol
  std::vector<SweepAxis> axes;
  std::int64_t point_count = 1;
  std::vector<double> values;  ///< [point][axis], positions in `words` where an axis has them
  std::vector<SweepGroup> groups;

  [[nodiscard]] bool is_empty() const { return axes.empty(); }
  [[nodiscard]] double value(std::int64_t point, std::size_t axis) const {
    return values[static_cast<std::size_t>(point) * axes.size() + axis];
  }
};

/// How many points the axes and the design make; -1 where more than the largest 64-bit number, or where the axes of a
/// zip or table differ in length.
std::int64_t count_points(const Sweep& sweep);

/// Fills in point_count and values. Axes and design must fit (count_points > 0). lhs and sobol are keyed by the seed
/// and the axes' names.
void make_points(Sweep& sweep, std::uint64_t seed);

/// The name of a swept number in formulas, "sweep:3"; its colon keeps it apart from what users can write.
std::string sweep_symbol(std::size_t axis);

}  // namespace dosde
