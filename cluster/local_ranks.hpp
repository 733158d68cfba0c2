#pragma once

#include <string>
#include <vector>

namespace dosde {

/// Is this process one of several that a launcher (mpirun, srun) started?
bool is_under_launcher();

/// Was this process started by `run_on_local_ranks`, and did its starter have a terminal for standard error? (mpirun
/// puts a pipe between.)
bool is_local_rank();
bool is_local_rank_on_terminal();

/// The distinct cores among hardware threads, each given by its core's list of siblings ("0,32"; "" where unknown,
/// which counts as a core of its own).
int count_cores(const std::vector<std::string>& siblings_of_threads);
/// The physical cores that this process may run on; at least 1.
int physical_cores();

/// What `run_on_local_ranks` starts.
struct LocalLaunch {
  int ranks = 1;                       ///< > 0
  int cores = 1;                       ///< of the machine: more ranks than that share them
  bool is_root = false;                ///< Open MPI refuses to be run by root without being told
  std::string launcher;                ///< path of mpirun
  std::string program;                 ///< path of this program
  std::vector<std::string> arguments;  ///< without the program's name
};

/// The command line that starts those ranks on this machine. Pure.
std::vector<std::string> launch_command(const LocalLaunch& launch);

/// The path of the mpirun that belongs to the MPI of this build, else the first on the PATH; empty without either, or
/// where doSDE was built without MPI.
std::string find_launcher();

/// Starts this program again on several ranks of this machine and waits for it. TERM, INT and HUP reach the ranks as
/// USR1, because mpirun kills its ranks one second after those: so they finish their units and the file can be resumed.
/// The third of them is passed on as it is. Returns the exit code of the ranks, 128 + n where signal n ended them. Call
/// it before any thread is started. Throws Error (input_output) where the launcher cannot be started.
int run_on_local_ranks(const LocalLaunch& launch);

}  // namespace dosde
