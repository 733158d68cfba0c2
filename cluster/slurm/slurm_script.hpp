#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// A run as a Slurm job. Empty texts leave their line out.
struct SlurmJob {
  std::string name;        ///< --job-name
  int nodes = 1;           ///< > 0
  int tasks_per_node = 1;  ///< ranks a node, > 0
  std::string time;        ///< --time, as Slurm writes it: minutes, hh:mm:ss, d-hh:mm:ss, …
  std::int64_t lead = 0;   ///< seconds before the limit at which the ranks are told to stop
  int shards = 1;          ///< > 1: an array of so many jobs, each with a file of its own
  std::string partition;
  std::string account;
  std::string qos;
  std::string mpi = "pmix";  ///< srun --mpi
  int restarts = 20;         ///< how often the job may queue itself again
  std::string program;       ///< path of dosde
  std::string scenario;
  std::string result;
  std::vector<std::string> options;  ///< further options of `dosde run`
};

/// Seconds of a time limit as Slurm reads it: "minutes", "minutes:seconds", "hours:minutes:seconds", "days-hours",
/// "days-hours:minutes" or "days-hours:minutes:seconds". Throws Error (usage).
std::int64_t slurm_seconds(const std::string& time);

/// Five minutes, or a quarter of a shorter limit: Slurm may signal a minute early, and a unit takes up to five seconds.
std::int64_t default_lead(std::int64_t limit);

/// The text as one word of a shell.
std::string shell_word(const std::string& text);

/// The job script: cluster/slurm/job.sh, which the build embeds, with its @names@ replaced. Throws Error (usage) where
/// a value cannot stand in a #SBATCH line.
std::string slurm_script(const SlurmJob& job);

}  // namespace dosde
