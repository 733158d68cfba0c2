#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// The plain way to do what the kernel does, readable beside the papers: one trajectory at a time, one step at a time,
/// formulas evaluated node by node, no Kokkos, no blocks, no programs. The kernel must agree with it bit for bit.
class SequentialReference {
 public:
  explicit SequentialReference(const CompiledRun& run);

  /// Saved states of one trajectory of one scenario: [time][column]. NaN from where a state is not finite.
  std::vector<double> integrate(std::size_t scenario, std::int64_t trajectory);
  /// How often the trajectory that was integrated last met its bounds.
  [[nodiscard]] std::int64_t reflections() const { return reflections_; }

 private:
  using Values = std::map<std::string, double>;

  double evaluate(const Expression& formula) const;
  double draw(StreamKind kind, const std::string& name, std::int64_t repetition) const;
  /// A path from somewhere on: its value, and its integral in cells.
  struct Path {
    double value = 0.0;
    double integral = 0.0;
  };
  double normal(const std::string& source, std::uint64_t node, std::uint64_t block, std::uint16_t slot,
                int index) const;
  [[nodiscard]] Path inside_cell(const std::string& source, std::uint64_t cell, double fraction) const;
  /// The same where 1 is the cell's end.
  [[nodiscard]] Path in_cell(const std::string& source, std::int64_t cell, double fraction) const;
  /// From the start of the cell in which a step begins to `cells` cells and a fraction of the next.
  [[nodiscard]] Path inside_step(const std::string& source, std::int64_t step, std::int64_t cells,
                                 double fraction) const;
  /// The cell in which a step begins; where in a cell its steps begin; what the path does over a step that is a part of
  /// one.
  [[nodiscard]] std::int64_t first_cell(std::int64_t step) const;
  [[nodiscard]] double place_of(std::int64_t number) const;
  [[nodiscard]] double part_of_cell(const std::string& source, std::int64_t step) const;
  double increment(const std::string& source, std::int64_t tick) const;
  void start();
  void act(std::int64_t tick);
  void write_out_clamps(const MechanismSet& mechanisms);
  void save(std::vector<double>& saved) const;
  void take_step(std::int64_t tick);
  void advance(const Values& increments);
  /// W and H of every source over a node of a cell's tree: how often the cell is halved for it, its number at that
  /// depth, and the numbers by source.
  struct Node {
    int depth = 0;
    std::uint64_t number = 0;
    Values increments, areas;
    std::map<std::string, Path> begin;  ///< where it begins, from the cell's start

    [[nodiscard]] double length() const;
    [[nodiscard]] double place() const;  ///< where it begins, in cells
  };
  [[nodiscard]] Node root_of(std::int64_t cell) const;
  [[nodiscard]] std::vector<Node> halves_of(const Node& node, std::int64_t cell) const;
  /// The states after a part of a step that begins at a time and has these numbers.
  Values step_from(const Values& state, double time, double length, const Values& increments);
  [[nodiscard]] double error_of(const Values& before, const Values& coarse, const Values& refined) const;
  void choose_depth(int depth, double error);
  /// A part of a cell, or of several in a row, that was one step: `until` is a place in the last of them.
  struct Span {
    std::int64_t cell = 0;
    double from = 0.0, until = 1.0;
    double begin_time = 0.0, end_time = 0.0;
    std::int64_t last_cell = cell;
  };
  [[nodiscard]] double cell_time(std::int64_t cell) const;
  /// The step of the grid, or the piece of one, that begins at a tick.
  [[nodiscard]] Span span_at(std::int64_t tick) const;
  /// What a span has of a node, in one step or in two: the numbers, or the ends.
  [[nodiscard]] Values increments_between(double from, double until, const Node& node, const std::vector<Node>& halves,
                                          const Span& span) const;
  /// A step in halves of halves, until the errors are small. False: they were not in the shortest.
  bool take_controlled_step(std::int64_t tick);
  [[nodiscard]] std::vector<FreeRow> free_rows() const;
  /// Which mechanisms are in force: the regime's, by which waiting interventions are open.
  [[nodiscard]] std::size_t mechanisms_now() const;
  /// Events, waiting interventions and jumps, the plain way (sequential_happenings.cpp). Both are false where the
  /// trajectory ends.
  bool settle(double time);
  bool take_eventful_step(std::int64_t tick);
  bool let_happen(const Values& before, const Span& span);
  /// The span's part in one of its cells.
  [[nodiscard]] Span part_in(const Span& span, std::int64_t cell) const;
  /// From its begin to its end, by every point and event. False where the trajectory ends.
  bool walk_through(const Span& part);
  [[nodiscard]] bool has_risen() const;
  [[nodiscard]] std::vector<double> rates() const;
  /// The first point of a jump source in a cell, after a place and up to another, that is below its bound.
  [[nodiscard]] double next_point(const std::vector<double>& bounds, std::int64_t cell, double from,
                                  double until) const;
  void step_between(std::int64_t cell, double from, double until, double time);
  bool jump_at(std::int64_t cell, double place, double time);
  void reflect(const std::vector<FreeRow>& rows);
  [[nodiscard]] bool is_finite() const;

  Values euler_maruyama(const std::vector<FreeRow>& rows, const Values& increments) const;
  Values milstein(const std::vector<FreeRow>& rows, const Values& increments) const;
  Values stochastic_heun(const std::vector<FreeRow>& rows, const Values& increments);

  const CompiledRun& run_;
  std::size_t scenario_ = 0;
  std::int64_t trajectory_ = 0;
  std::int64_t reflections_ = 0;
  std::size_t regime_ = 0;  ///< index of the regime in force
  Values values_;           ///< states, parameters, draws, t, step
  std::vector<Table> tables_;
  int wanted_depth_ = 0;  ///< of steps that the trajectory chooses
  double last_logarithm_ = 0.0;
  int happened_ = 0;                ///< events and jumps, counted
  std::uint32_t open_ = 0;          ///< waiting interventions
  std::vector<bool> was_true_;      ///< [happening]
  std::vector<double> last_rates_;  ///< [jump source] jumps a cell, at the step's begin
};

}  // namespace dosde
