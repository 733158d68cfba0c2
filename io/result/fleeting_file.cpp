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

/// Gives the signal another handler where it has the one that is expected: others leave it alone.
void exchange_handler(int number, void (*expected)(int), const struct sigaction& next) {
  struct sigaction present = {};
  if (sigaction(number, nullptr, &present) == 0 && present.sa_handler == expected) sigaction(number, &next, nullptr);
}

void listen() {
  struct sigaction action = {};
  action.sa_handler = remove_and_end;
  sigemptyset(&action.sa_mask);
  for (const int number : signals) sigaddset(&action.sa_mask, number);
  for (const int number : signals) exchange_handler(number, SIG_DFL, action);
}

void stop_listening() {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  for (const int number : signals) exchange_handler(number, remove_and_end, action);
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
