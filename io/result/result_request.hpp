#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/moment_solution.hpp"
#include "engine/ensemble/experiment.hpp"
#include "engine/ensemble/run_shape.hpp"
#include "io/result/layout.hpp"
#include "io/result/shard_table.hpp"

namespace dosde {

/// One row of the table of interventions: one (intervention, target).
struct InterventionRow {
  std::int32_t scenario = 0;
  std::string kind;
  std::string target;
  double from = 0.0;       ///< model time; -infinity: from the start
  double until = 0.0;      ///< model time, exclusive; infinity: to the end
  double every = 0.0;      ///< period of repetition; NaN: none
  double value = 0.0;      ///< its one number; NaN where it has none or several
  std::string expression;  ///< its arguments, as TOML: `value = "2*t"`
};

/// Where the numbers come from. What the library knows of itself (version, commit, compiler, HDF5) is added by the
/// writer.
struct Provenance {
  std::string scenario_text;      ///< the scenario file as given
  std::string scenario_resolved;  ///< the scenario with every default written out
  std::string command_line;
  std::uint64_t seed = 0;
  std::string scheme;         ///< name of the scheme that ran
  std::string scheme_reason;  ///< why this one, where it was "auto"
  std::string noise_version;  ///< version of the noise: equal versions and seeds mean equal worlds
  std::string pairing;        ///< "shared" or "independent"
  double noise_cell = 0.0;    ///< length of a noise cell, model time
  double step = 0.0;          ///< model time
};

/// Everything that a result file is created from.
struct ResultFileRequest {
  RunShape shape;
  OutputRequest output;
  std::string title;
  std::vector<std::string> column_units;         ///< by column; empty: all "1"
  std::vector<std::string> column_descriptions;  ///< by column; empty: none
  std::vector<std::int8_t> observed;             ///< by variable of the model, 0: latent; empty: all are observed
  std::vector<InterventionRow> interventions;
  Provenance provenance;
  std::vector<std::string> inputs;     ///< paths of what the run was read from: no result replaces one of them
  bool is_law = false;                 ///< moments of the law, from equations
  MomentSolution law = {};             ///< what they are, once they are solved
  std::optional<UnitSpan> share = {};  ///< the work units that a shard is for; nothing: all
  /// Of them those that get their blocks on the disk at creation; nothing: all of the share.
  std::optional<UnitSpan> reserved = {};
  /// The sharded layout: what units write is in these files, and shown by this one. Nothing: the file holds it.
  std::optional<ShardTable> shards = {};
};

/// The work units that the file is for.
UnitSpan share_of(const ResultFileRequest& request);

/// The work units whose blocks are reserved.
UnitSpan reserved_units(const ResultFileRequest& request);

/// The sizes that the request comes to. Throws Error (scenario) where it contradicts itself (quantiles without stored
/// trajectories), Error (internal) where the lengths of the shape's tables do not fit.
ResultSizes result_sizes(const ResultFileRequest& request);

/// Bytes of all data of the file (its metadata, some 100 kB, come on top): for `plan`.
std::int64_t result_file_bytes(const ResultFileRequest& request);

/// Bytes of them that are reserved on the disk at creation: of a shard only its share of what units write. Of the
/// sharded layout with what the shards will take.
std::int64_t reserved_bytes(const ResultFileRequest& request);

}  // namespace dosde
