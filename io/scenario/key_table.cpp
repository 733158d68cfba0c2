#include "io/scenario/keys.hpp"

namespace dosde {
namespace {

constexpr double largest_count = 1e12;
constexpr double largest_sweep = 1e7;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Range positive = {0.0, infinity, true, false};
constexpr Range not_negative = {0.0, infinity, false, false};
constexpr Range between_zero_and_one = {0.0, 1.0, true, true};

std::vector<KeyFacts> make_top_keys() {
  return {
      {"",
       "format",
       Shape::whole_number,
       "Version of this file format; this program reads version 1.",
       "",
       "1",
       true,
       {},
       {1, 1}},
      {"", "title", Shape::text, "One line that says what the experiment is; stored in the result file.", "\"\""},
      {"", "model", Shape::section, "The causal model.", "", "", true},
      {"", "time", Shape::section, "The time span, the step and the save times.", "", "", true},
      {"", "solver", Shape::section, "The numerical scheme.", ""},
      {"", "ensemble", Shape::section, "How many trajectories, and their randomness.", ""},
      {"", "noise", Shape::section, "The grid on which the noise is defined.", ""},
      {"", "scenario", Shape::sections,
       "The intervention sets; all are run on the same model. Without any there is one, named observed, that does "
       "nothing.",
       ""},
      {"", "output", Shape::section, "What the result file holds.", ""},
      {"", "sweep", Shape::section, "Runs every scenario at many points.", ""},
  };
}

std::vector<KeyFacts> make_model_keys() {
  return {
      {"model", "use", Shape::text,
       "Takes the model from the zoo (\"predator_prey\") or from a file (\"./mine.toml\", relative to this one); then "
       "only parameters, inputs and initial values may be given here.",
       "", "\"predator_prey\""},
      {"model", "name", Shape::text, "A short name of the model.", "\"\""},
      {"model", "description", Shape::text, "What the model describes.", "\"\""},
      {"model",
       "calculus",
       Shape::word,
       "How the noise terms are to be read.",
       "\"ito\"",
       "",
       false,
       {"ito", "stratonovich"}},
      {"model", "parameters", Shape::section, "Named constants.", ""},
      {"model", "inputs", Shape::section, "Functions of time given by tables.", ""},
      {"model", "variables", Shape::section, "The variables with their mechanisms.", ""},
      {"model.parameters", "*", Shape::parameter,
       "A number, a formula of other parameters, or a law (one draw a trajectory).", "", "0.5"},
      {"model.parameters.*", "value", Shape::quantity,
       "The parameter's value, where it is documented by unit or description.", "", "0.5", true},
      {"model.parameters.*", "unit", Shape::text, "Unit of the parameter.", "\"1\""},
      {"model.parameters.*", "description", Shape::text, "What the parameter means.", "\"\""},
      {"model.inputs", "*", Shape::section, "An input, used by its name in any formula.", ""},
      {"model.inputs.*", "table", Shape::text,
       "A CSV file with a header line and two columns, time and value, relative to this file.", "", "\"dose.csv\""},
      {"model.inputs.*", "times", Shape::numbers,
       "The times of the table, written here instead of in a file; increasing.", "", "[0.0, 10.0]"},
      {"model.inputs.*", "values", Shape::numbers, "The values at `times`.", "", "[0.0, 1.0]"},
      {"model.inputs.*",
       "interpolation",
       Shape::word,
       "How the table is read between its rows. Outside them the nearest row holds.",
       "\"previous\"",
       "",
       false,
       {"previous", "linear"}},
      {"model.variables", "*", Shape::section, "A variable.", ""},
      {"model.variables.*", "drift", Shape::formula,
       "The drift: a formula of variables, parameters, inputs and the time t.", "", "\"-x + a*y\"", true},
      {"model.variables.*", "noise", Shape::noise,
       "The noise loadings: a formula for the variable's own source, or a table of formulas by source name; a source "
       "named in two rows is shared.",
       "", "\"s\""},
      {"model.variables.*", "initial", Shape::initial,
       "The initial value: a number, a formula of parameters, a law, or recorded states.", "0.0"},
      {"model.variables.*.initial", "file", Shape::text, "A result file to take initial values from.", "",
       "\"loop.h5\"", true},
      {"model.variables.*.initial", "time", Shape::number, "The saved time whose states are taken.", "", "40.0", true},
      {"model.variables.*.initial", "scenario", Shape::text, "The scenario whose states are taken.", "\"observed\""},
      {"model.variables.*.initial", "variable", Shape::text,
       "The saved variable whose states are taken; by default the one of the same name.", ""},
      {"model.variables.*.initial",
       "crc32c",
       Shape::whole_number,
       "The checksum of the states taken, as a result file's scenario has it: refused if the file has changed since.",
       "",
       "",
       false,
       {},
       {0, 4294967295.0}},
      {"model.variables.*", "observed", Shape::boolean,
       "false marks a latent variable: simulated and stored all the same, and marked in graphs, plan and result file.",
       "true"},
      {"model.variables.*", "unit", Shape::text, "Unit of the variable.", "\"1\""},
      {"model.variables.*", "description", Shape::text, "What the variable means.", "\"\""},
      {"model.variables.*", "lower", Shape::formula,
       "A lower bound at which the variable is reflected (counted): a formula of parameters.", "", "0.0"},
      {"model.variables.*", "upper", Shape::formula,
       "An upper bound at which the variable is reflected (counted): a formula of parameters.", "", "1.0"},
  };
}

std::vector<KeyFacts> make_run_keys() {
  return {
      {"time", "start", Shape::number, "The first time.", "0.0"},
      {"time", "stop", Shape::number, "The last time: start plus a whole number of steps.", "", "40.0", true},
      {"time", "step", Shape::number, "The step of the solver.", "", "0.01", true, {}, positive},
      {"time",
       "save_every",
       Shape::number,
       "States are saved at start and every `save_every` from there, up to the stop; by default the "
       "smallest 1, 2 or 5 times a power of ten steps that saves at most 201 times.",
       "",
       "0.2",
       false,
       {},
       positive},
      {"time", "save_at", Shape::numbers, "The save times, instead of save_every; increasing.", "", "[0.0, 1.0, 5.0]"},
      {"time",
       "burn_in",
       Shape::number,
       "Nothing is saved before this much time has passed since start.",
       "0.0",
       "",
       false,
       {},
       not_negative},
      {"solver", "scheme", Shape::text,
       "The scheme; \"auto\" picks one that fits the proven class of the noise, \"moments\" integrates the equations "
       "of "
       "mean and covariance in the place of trajectories.",
       "\"auto\""},
      {"ensemble",
       "trajectories",
       Shape::whole_number,
       "How many trajectories each scenario has.",
       "1",
       "1000",
       false,
       {},
       {1, largest_count}},
      {"ensemble", "seed", Shape::whole_number, "The seed of all randomness.", "0", "42", false, {}, not_negative},
      {"ensemble",
       "pairing",
       Shape::word,
       "shared: all scenarios meet the same exogenous world (noise, initial draws, parameter draws); independent: each "
       "its own.",
       "\"shared\"",
       "",
       false,
       {"shared", "independent"}},
      {"noise",
       "cell",
       Shape::number,
       "The length of the cells on which noise is defined: the step is a whole multiple of it; by default the step.",
       "",
       "0.01",
       false,
       {},
       positive},
      {"scenario", "name", Shape::text, "The name of the scenario, its label in the result file.", "", "\"clamped\"",
       true},
      {"scenario", "description", Shape::text, "What the scenario is about.", "\"\""},
      {"scenario", "intervention", Shape::sections, "The edits of the model, in this order.", ""},
      {"output", "file", Shape::text, "The result file; by default the scenario file's name with .h5. -o overrides it.",
       ""},
      {"output",
       "precision",
       Shape::word,
       "Precision of the stored states; arithmetic is always f64.",
       "\"f64\"",
       "",
       false,
       {"f64", "f32"}},
      {"output",
       "layout",
       Shape::word,
       "Into one file, which all ranks write; or a file for every rank in the folder <file>.shards and a file that "
       "shows "
       "them as one, for file systems where shared writes fail (dosde doctor). Has no effect on any number.",
       "\"shared\"",
       "",
       false,
       {"shared", "sharded"}},
      {"output",
       "keep",
       Shape::words,
       "What is stored: the states of trajectories, and summaries over trajectories (extremes are minimum and "
       "maximum).",
       "[\"trajectories\", \"mean\", \"variance\"]",
       "",
       false,
       {"trajectories", "mean", "variance", "extremes", "quantiles"}},
      {"output",
       "quantiles",
       Shape::numbers,
       "Which quantiles, from the kept trajectories; used where keep lists quantiles.",
       "[0.05, 0.5, 0.95]",
       "",
       false,
       {},
       between_zero_and_one},
      {"output", "variables", Shape::texts, "The saved variables, in this order; by default all.", "",
       "[\"x\", \"y\"]"},
      {"output", "trajectories", Shape::kept,
       "How many trajectories are stored: \"all\", \"none\" or \"first:n\"; summaries are over all of them.",
       "\"all\""},
      {"output", "observables", Shape::section, "Formulas of the state that are saved as further variables.", ""},
      {"output.observables", "*", Shape::formula, "A formula of variables, parameters, inputs and the time t.", "",
       "\"sqrt(x^2 + y^2)\""},
  };
}

std::vector<KeyFacts> make_sweep_keys() {
  return {
      {"sweep",
       "design",
       Shape::word,
       "How points come from the axes. grid: every combination, the last axis fastest; zip: the n-th values of all "
       "axes "
       "together; table: the rows of a CSV file; lhs: a Latin hypercube; sobol: the Sobol' sequence.",
       "",
       "\"grid\"",
       true,
       {"grid", "zip", "table", "lhs", "sobol"}},
      {"sweep",
       "samples",
       Shape::whole_number,
       "How many points lhs and sobol have; of sobol best a power of two.",
       "",
       "64",
       false,
       {},
       {1, largest_sweep}},
      {"sweep", "scramble", Shape::boolean,
       "sobol: shift the digits of every axis at random (keyed by the seed); false: the plain sequence from its "
       "origin.",
       "true"},
      {"sweep", "table", Shape::text,
       "table: a CSV file whose header line names the axes, one point a row, relative to this file; `dosde expand` "
       "writes one.",
       "", "\"points.csv\""},
      {"sweep", "axes", Shape::section, "What is varied (but for table, whose header says it).", ""},
      {"sweep.axes", "*", Shape::axis,
       "The axis is a key of this file in quotes, \"model.parameters.a\" or "
       "\"scenario.clamped.intervention.0.value\"; its values are a list, or a range.",
       "", "[0.0, 0.5, 1.0]"},
      {"sweep.axes.*", "linear", Shape::numbers, "The ends of an evenly divided range.", "", "[0.0, 2.0]"},
      {"sweep.axes.*",
       "log",
       Shape::numbers,
       "The ends of a range divided evenly by ratio; positive.",
       "",
       "[0.1, 10.0]",
       false,
       {},
       positive},
      {"sweep.axes.*",
       "n",
       Shape::whole_number,
       "How many values the range has, its ends among them; not for lhs and sobol.",
       "",
       "5",
       false,
       {},
       {1, largest_sweep}},
  };
}

}  // namespace

const std::vector<SectionFacts>& section_table() {
  static const std::vector<SectionFacts> sections = {
      {"", "The top of the file."},
      {"model", "The causal model: inline, or from the zoo or a file by `use`."},
      {"model.parameters", "Named constants, by name. With `use` these override the model's values."},
      {"model.parameters.*", "A parameter with its documentation."},
      {"model.inputs", "Functions of time given by tables, by name."},
      {"model.inputs.*", "One input: `table`, or `times` and `values`."},
      {"model.variables", "The variables, by name, in the order in which they are saved."},
      {"model.variables.*",
       "One variable and its mechanism dX = drift dt + noise dW. With `use` only `initial` may be given."},
      {"model.variables.*.initial", "Recorded states as initial values: trajectory n starts where trajectory n was."},
      {"time", "The time span, the step and the save times. A save, switch or impulse inside a step splits it."},
      {"solver", "The numerical scheme."},
      {"ensemble", "How many trajectories, and their randomness."},
      {"noise", "The grid on which the noise is defined."},
      {"scenario", "One intervention set, [[scenario]]."},
      {"scenario.intervention", "One edit of the model, [[scenario.intervention]], of one of these kinds."},
      {"output", "What the result file holds."},
      {"output.observables", "Formulas of the state that are saved as further variables, by name."},
      {"sweep", "Points at which every scenario is run; see [sweeps](sweeps.md)."},
      {"sweep.axes", "What is varied, in the order of the points' columns."},
      {"sweep.axes.*", "A range: `linear` or `log`."},
  };
  return sections;
}

const std::vector<KeyFacts>& key_table() {
  static const std::vector<KeyFacts> keys = [] {
    std::vector<KeyFacts> all = make_top_keys();
    for (const auto& part : {make_model_keys(), make_run_keys(), make_sweep_keys()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return keys;
}

}  // namespace dosde
