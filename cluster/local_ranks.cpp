#include "cluster/local_ranks.hpp"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <initializer_list>
#include <set>
#include <sstream>
#include <thread>

#include "engine/core/error.hpp"

#ifdef DOSDE_HAS_MPI
#define OMPI_SKIP_MPICXX  // the C interface only: the C++ one needs another library
#include <mpi.h>
#endif

namespace dosde {
namespace {

constexpr const char* rank_variable = "DOSDE_LOCAL_RANKS";  ///< tells the ranks who started them
constexpr int could_not_start = 127;                        ///< as shells say it

/// The signals that the starter passes on, and what else it waits for.
sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1, SIGUSR2, SIGCHLD}) sigaddset(&set, signal);
  struct sigaction hangup = {};
  sigaction(SIGHUP, nullptr, &hangup);
  if (hangup.sa_handler != SIG_IGN) sigaddset(&set, SIGHUP);  // ignored under nohup
  return set;
}

[[noreturn]] void become(const std::vector<std::string>& command, const sigset_t& mask) {
  // A group of its own, so that Ctrl-C at a terminal reaches the starter only; and never without its starter.
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (std::freopen("/dev/null", "r", stdin) != nullptr) execv(arguments[0], arguments.data());
  _exit(could_not_start);
}

}  // namespace

bool is_under_launcher() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"})
    if (std::getenv(name) != nullptr) return true;
  return false;
}

bool is_local_rank() { return is_under_launcher() && std::getenv(rank_variable) != nullptr; }

bool is_local_rank_on_terminal() { return is_local_rank() && std::string(std::getenv(rank_variable)) == "terminal"; }

int count_cores(const std::vector<std::string>& siblings_of_threads) {
  const std::set<std::string> distinct(siblings_of_threads.begin(), siblings_of_threads.end());
  const auto unknown = std::count(siblings_of_threads.begin(), siblings_of_threads.end(), "");
  return static_cast<int>(distinct.size() - distinct.count("") + static_cast<std::size_t>(unknown));
}

int physical_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::vector<std::string> siblings;
  for (std::size_t thread = 0; thread < CPU_SETSIZE; ++thread) {
    if (!CPU_ISSET(thread, &allowed)) continue;
    std::ifstream list("/sys/devices/system/cpu/cpu" + std::to_string(thread) + "/topology/thread_siblings_list");
    std::string text;
    std::getline(list, text);
    siblings.push_back(text);
  }
  return std::max(1, count_cores(siblings));
}

std::vector<std::string> launch_command(const LocalLaunch& launch) {
  std::vector<std::string> command = {launch.launcher};
#if defined(OPEN_MPI)
  // Quiet: this program says itself what became of the ranks. Unbound: two runs on one machine would otherwise both be
  // put on its first cores.
  command.insert(command.end(), {"-q", "--bind-to", "none"});
  if (launch.is_root) command.emplace_back("--allow-run-as-root");
  if (launch.ranks > launch.cores) command.emplace_back("--oversubscribe");
#endif
  command.insert(command.end(), {"-n", std::to_string(launch.ranks), launch.program});
  command.insert(command.end(), launch.arguments.begin(), launch.arguments.end());
  return command;
}

std::string find_launcher() {
#ifdef DOSDE_HAS_MPI
  if (access(DOSDE_MPIRUN, X_OK) == 0) return DOSDE_MPIRUN;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (const std::string candidate = folder + "/mpirun"; access(candidate.c_str(), X_OK) == 0) return candidate;
#endif
  return {};
}

int run_on_local_ranks(const LocalLaunch& launch) {
  const std::vector<std::string> command = launch_command(launch);
  setenv(rank_variable, isatty(STDERR_FILENO) == 1 ? "terminal" : "plain", 1);

  // 1. Signals wait in line from before the start, so that none is lost between.
  std::signal(SIGCHLD, SIG_DFL);
  const sigset_t watched = watched_signals();
  sigset_t previous;
  sigprocmask(SIG_BLOCK, &watched, &previous);
  const pid_t child = fork();
  if (child < 0)
    throw Error(ErrorKind::input_output, "the ranks could not be started", std::strerror(errno), "use fewer ranks");
  if (child == 0) become(command, previous);

  // 2. Pass signals on until the launcher has ended.
  int stops = 0;
  int status = 0;
  for (;;) {
    int signal = 0;
    sigwait(&watched, &signal);
    if (signal == SIGCHLD) {
      if (waitpid(child, &status, WNOHANG) == child) break;
    } else if (signal == SIGUSR1 || signal == SIGUSR2) {
      kill(child, signal);
    } else {
      kill(child, ++stops < 3 ? SIGUSR1 : SIGTERM);
    }
  }
  sigprocmask(SIG_SETMASK, &previous, nullptr);
  if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
  if (WEXITSTATUS(status) == could_not_start)
    throw Error(ErrorKind::input_output, "'" + launch.launcher + "' could not be started",
                "-j starts the ranks through it", "start them by your own launcher, e.g. `mpirun -n 4 dosde run …`");
  return WEXITSTATUS(status);
}

}  // namespace dosde
