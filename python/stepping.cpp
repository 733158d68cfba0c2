#include "python/stepping.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/ensemble/stepper.hpp"
#include "io/scenario/read_scenario.hpp"

namespace py = pybind11;

namespace dosde {
namespace {

using Values = py::array_t<double, py::array::c_style | py::array::forcecast>;

class PythonStepper;
std::set<PythonStepper*>& living() {
  static std::set<PythonStepper*> steppers;
  return steppers;
}

/// {"u": (0, 1), "v": None}, or names.
std::vector<Control> read_controls(const py::object& given) {
  std::vector<Control> controls;
  if (py::isinstance<py::str>(given)) return {{given.cast<std::string>()}};
  for (const auto item : given) {
    Control control{item.cast<std::string>()};
    const py::object range = py::isinstance<py::dict>(given) ? py::object(given[item]) : py::none();
    if (!range.is_none()) std::tie(control.lowest, control.highest) = range.cast<std::pair<double, double>>();
    controls.push_back(std::move(control));
  }
  return controls;
}

std::vector<std::string> overrides_of(const std::optional<std::int64_t>& trajectories,
                                      const std::optional<std::uint64_t>& seed, const py::dict& changes) {
  std::vector<std::string> overrides;
  for (const auto& [key, value] : changes)
    overrides.push_back(py::str(key).cast<std::string>() + "=" + py::str(value).cast<std::string>());
  if (trajectories) overrides.push_back("ensemble.trajectories=" + std::to_string(*trajectories));
  if (seed) overrides.push_back("ensemble.seed=" + std::to_string(*seed));
  return overrides;
}

/// A Stepper as Python sees it: arrays instead of spans.
class PythonStepper {
 public:
  PythonStepper(const Experiment& experiment, const py::object& controls)
      : stepper_(std::make_unique<Stepper>(experiment, read_controls(controls))) {
    living().insert(this);
  }
  PythonStepper(const PythonStepper&) = delete;
  PythonStepper& operator=(const PythonStepper&) = delete;
  ~PythonStepper() { living().erase(this); }

  void close() { stepper_.reset(); }

  [[nodiscard]] Stepper& get() const {
    if (!stepper_) throw Error(ErrorKind::usage, "this stepper is closed", "the interpreter is about to end");
    return *stepper_;
  }

  [[nodiscard]] std::vector<py::ssize_t> rows() const {
    return {static_cast<py::ssize_t>(get().scenarios().size()), static_cast<py::ssize_t>(get().trajectories())};
  }

  void set(const py::kwargs& values) const {
    // All are looked at before the first is set.
    std::vector<std::pair<std::string, Values>> read;
    for (const auto& [name, value] : values) {
      read.emplace_back(name.cast<std::string>(), Values(py::reinterpret_borrow<py::object>(value)));
      check_shape(read.back().first, read.back().second);
    }
    for (const auto& [name, value] : read) get().check(name, {value.data(), static_cast<std::size_t>(value.size())});
    for (const auto& [name, value] : read) get().set(name, {value.data(), static_cast<std::size_t>(value.size())});
  }

 private:
  /// (), (n) or (S, n): any other shape of the right size would be a mistake.
  void check_shape(const std::string& name, const Values& value) const {
    const auto whole = rows();
    const std::vector<py::ssize_t> shape(value.shape(), value.shape() + value.ndim());
    const bool fits = shape.empty() || shape == whole || (shape.size() == 1 && shape[0] == whole[1]);
    if (fits) return;
    throw Error(ErrorKind::usage, "the values of '" + name + "' have the wrong shape",
                "there are " + std::to_string(whole[0]) + " scenarios of " + std::to_string(whole[1]) + " trajectories",
                "give a number, an array (trajectories,) or an array (scenarios, trajectories)");
  }

  std::unique_ptr<Stepper> stepper_;
};

/// The present states without a copy: memory of the stepper, which the array keeps alive.
py::array states_of(const py::object& self) {
  const auto& owner = self.cast<const PythonStepper&>();
  auto shape = owner.rows();
  shape.push_back(static_cast<py::ssize_t>(owner.get().columns().size()));
  py::array_t<double> view(shape, owner.get().states().data(), self);
  view.attr("setflags")(py::arg("write") = false);
  return view;
}

template <class T, class Get>
py::array ends_of(const PythonStepper& owner, const Get& get) {
  py::array_t<T> out(owner.rows());
  T* next = out.mutable_data();
  for (const auto& end : owner.get().ends()) *next++ = get(end);
  return out;
}

py::array values_of(const PythonStepper& owner, const std::string& control) {
  const auto values = owner.get().values(control);
  return py::array_t<double>(owner.rows(), values.data());
}

std::unique_ptr<PythonStepper> from_file(const py::object& scenario, const py::object& controls,
                                         std::optional<std::int64_t> trajectories, std::optional<std::uint64_t> seed,
                                         const py::dict& changes) {
  const auto path = py::str(py::module_::import("os").attr("fspath")(scenario)).cast<std::string>();
  return std::make_unique<PythonStepper>(read_scenario_file(path, overrides_of(trajectories, seed, changes)).experiment,
                                         controls);
}

std::unique_ptr<PythonStepper> from_text(const std::string& text, const py::object& controls,
                                         std::optional<std::int64_t> trajectories, std::optional<std::uint64_t> seed,
                                         const py::dict& changes) {
  return std::make_unique<PythonStepper>(
      read_scenario_text(text, "scenario", overrides_of(trajectories, seed, changes)).experiment, controls);
}

}  // namespace

void close_steppers() {
  for (auto* stepper : living()) stepper->close();
}

void add_stepper(py::module_& module) {
  using namespace py::literals;
  py::class_<PythonStepper> stepper(
      module, "Stepper",
      "A run of a scenario file that goes on when it is told: advance, read, set, go on. Shapes: S scenarios, n "
      "trajectories, C columns (saved variables, then observables).");
  stepper
      .def(
          py::init(&from_file), "scenario"_a, "controls"_a = py::tuple(), py::kw_only(), "trajectories"_a = py::none(),
          "seed"_a = py::none(), "set"_a = py::dict(),
          "scenario: path of a scenario file. controls: names of parameters that are set on the way, or a dict of name "
          "and range, (low, high) or None. set: changes of the file as of `dosde run --set`.")
      .def_static("from_text", &from_text, "text"_a, "controls"_a = py::tuple(), py::kw_only(),
                  "trajectories"_a = py::none(), "seed"_a = py::none(), "set"_a = py::dict(),
                  "The same from the text of a scenario file.")
      .def("set", &PythonStepper::set,
           "set(u=1.0, v=array): values from now on; a number, an array (n,) or (S, n). All or none are set.")
      .def("values", &values_of, "control"_a, "A control's values from now on, (S, n).")
      .def(
          "advance_to",
          [](const PythonStepper& self, double time) {
            const py::gil_scoped_release release;
            self.get().advance_to(time);
          },
          "time"_a, "Goes on to a step time.")
      .def(
          "advance",
          [](const PythonStepper& self, std::int64_t steps) {
            const py::gil_scoped_release release;
            self.get().advance_steps(steps);
          },
          "steps"_a = 1, "Goes on by so many steps.")
      .def(
          "restart",
          [](const PythonStepper& self, std::int64_t first) {
            const py::gil_scoped_release release;
            self.get().restart(first);
          },
          "first_trajectory"_a = 0,
          "Back to the start, with the values as they are; in the worlds of the trajectories from first_trajectory on.")
      .def_property_readonly(
          "states", &states_of,
          "(S, n, C) at the present time, NaN where a trajectory has diverged: a read-only view that "
          "changes as the run goes on; copy what you want to keep.")
      .def_property_readonly(
          "status",
          [](const PythonStepper& self) {
            return ends_of<std::uint8_t>(
                self, [](const TrajectoryEnd& end) { return static_cast<std::uint8_t>(end.status); });
          },
          "(S, n) 0 on its way, 1 done, 3 diverged: as in result files.")
      .def_property_readonly(
          "end_time",
          [](const PythonStepper& self) {
            return ends_of<double>(self, [](const TrajectoryEnd& end) { return end.time; });
          },
          "(S, n) when a trajectory diverged; the present time of the others.")
      .def_property_readonly("scenarios", [](const PythonStepper& self) { return self.get().scenarios(); })
      .def_property_readonly(
          "variables", [](const PythonStepper& self) { return self.get().columns(); },
          "Names of the columns: saved variables, then observables.")
      .def_property_readonly(
          "controls",
          [](const PythonStepper& self) {
            py::dict ranges;
            for (const auto& control : self.get().controls())
              ranges[py::str(control.parameter)] = py::make_tuple(control.lowest, control.highest);
            return ranges;
          },
          "Ranges of the controls by name.")
      .def_property_readonly("trajectories", [](const PythonStepper& self) { return self.get().trajectories(); })
      .def_property_readonly("first_trajectory",
                             [](const PythonStepper& self) { return self.get().first_trajectory(); })
      .def_property_readonly("time", [](const PythonStepper& self) { return self.get().time(); })
      .def_property_readonly("start", [](const PythonStepper& self) { return self.get().time_grid().start; })
      .def_property_readonly("stop", [](const PythonStepper& self) { return self.get().time_grid().stop(); })
      .def_property_readonly("step", [](const PythonStepper& self) { return self.get().time_grid().step; })
      .def_property_readonly("is_at_stop", [](const PythonStepper& self) { return self.get().is_at_stop(); });
}

}  // namespace dosde
