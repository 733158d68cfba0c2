#include "io/result/fleeting_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <csignal>
#include <filesystem>

namespace dosde {
namespace {

constexpr std::array<int, 3> signals{SIGTERM, SIGINT, SIGHUP};
constexpr std::size_t most_files = 8;

/// A name that a signal's handler may read at any moment: `is_set` is set after the text, and unset before it changes.
struct Name {
  std::array<char, PATH_MAX> text{};
  volatile std::sig_atomic_t is_set = 0;
};

std::array<Name, most_files> names;
std::array<bool, signals.size()> is_ours{};
std::size_t living = 0;

// Only what POSIX allows in a handler: unlink, sigaction and raise.
void remove_and_end(int number) {
  for (const auto& name : names)
    if (name.is_set != 0) unlink(name.text.data());
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigaction(number, &action, nullptr);
  raise(number);
}

void listen() {
  struct sigaction action = {};
  action.sa_handler = remove_and_end;
  sigemptyset(&action.sa_mask);
  for (const int number : signals) sigaddset(&action.sa_mask, number);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    struct sigaction present = {};
    is_ours[i] = sigaction(signals[i], nullptr, &present) == 0 && present.sa_handler == SIG_DFL;
    if (is_ours[i]) sigaction(signals[i], &action, nullptr);
  }
}

void stop_listening() {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  for (std::size_t i = 0; i < signals.size(); ++i)
    if (is_ours[i]) sigaction(signals[i], &action, nullptr);
}

}  // namespace

FleetingFile::FleetingFile(const std::string& path) : place_(most_files) {
  const std::string name = std::filesystem::absolute(path).string();  // the folder may be left
  const auto free = std::find_if(names.begin(), names.end(), [](const Name& known) { return known.is_set == 0; });
  if (free != names.end() && name.size() < PATH_MAX) {
    *std::copy(name.begin(), name.end(), free->text.begin()) = '\0';
    std::atomic_signal_fence(std::memory_order_release);
    free->is_set = 1;
    place_ = static_cast<std::size_t>(free - names.begin());
  }
  if (living++ == 0) listen();
}

FleetingFile::~FleetingFile() {
  if (place_ < most_files) names[place_].is_set = 0;
  if (--living == 0) stop_listening();
}

}  // namespace dosde
