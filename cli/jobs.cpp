#include "cli/jobs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>

#include "cluster/local_ranks.hpp"
#include "engine/core/error.hpp"

namespace dosde {
namespace {

constexpr int most_ranks = 4096;  ///< of one machine; more is a slip of the hand

int count_of_ranks(const std::string& jobs, int cores) {
  if (jobs == "auto") return cores;
  int ranks = 0;
  const char* end = jobs.data() + jobs.size();
  const auto [rest, problem] = std::from_chars(jobs.data(), end, ranks);
  if (problem != std::errc{} || rest != end || ranks < 1 || ranks > most_ranks)
    throw Error(ErrorKind::usage, "-j " + jobs + " is no number of ranks", "",
                fmt::format("give 1 to {}, or auto for the {} cores of this machine", most_ranks, cores));
  return ranks;
}

/// mpirun is told to be quiet, so what it would have said is said here.
void explain(int code, const std::vector<std::string>& command, const Application& application) {
  if (application.is_quiet) return;
  if (code > 128)
    fmt::print(stderr,
               "a rank was killed (signal {}), which ends the others too; finished units are in the file: go on with "
               "`dosde resume`\n",
               code - 128);
  else if (code == 1)
    fmt::print(stderr, "the ranks ended with 1; if nothing above says why, the launcher does: {}\n",
               fmt::join(command, " "));
}

}  // namespace

void add_jobs_option(CLI::App& command, Application& application) {
  command
      .add_option(
          "-j,--jobs", application.jobs,
          "Ranks to start on this machine, through mpirun; auto: one a physical core. The same bits for any number")
      ->type_name("N|auto");
}

std::optional<int> run_jobs(const Application& application, int argument_count, char** arguments) {
  // 1. Who is to work?
  if (application.jobs.empty() || is_local_rank()) return {};
  if (is_under_launcher())
    throw Error(ErrorKind::usage, "-j " + application.jobs + " under a launcher",
                "this process is one of several already, and each would start ranks of its own",
                "leave -j away, or start the program without mpirun or srun");
  LocalLaunch launch;
  launch.cores = physical_cores();
  launch.ranks = count_of_ranks(application.jobs, launch.cores);
  if (launch.ranks == 1) return {};

  // 2. With what?
  launch.launcher = find_launcher();
  if (launch.launcher.empty())
    throw Error(ErrorKind::usage, fmt::format("-j {} needs MPI and its mpirun", application.jobs),
                "this build has no MPI, or mpirun is not on the PATH",
                "build with -DDOSDE_MPI=ON, install openmpi-bin, or leave -j away");
  launch.is_root = geteuid() == 0;
  launch.program = std::filesystem::read_symlink("/proc/self/exe").string();
  launch.arguments.assign(arguments + 1, arguments + argument_count);

  // 3. The ranks speak for themselves.
  const int code = run_on_local_ranks(launch);
  explain(code, launch_command(launch), application);
  return code;
}

}  // namespace dosde
