#include "cluster/stop_request.hpp"

#include <array>
#include <csignal>

namespace dosde {
namespace {

constexpr std::array<int, 4> signals{SIGTERM, SIGINT, SIGUSR1, SIGUSR2};

volatile std::sig_atomic_t signal_count = 0;
std::array<struct sigaction, signals.size()> former_actions;

// Only counts: everything else is done by who asks.
void count_signal(int /*number*/) { signal_count = signal_count + 1; }

}  // namespace

StopRequest::StopRequest() : StopRequest(std::nullopt) {}

StopRequest::StopRequest(std::optional<Clock::time_point> deadline) : deadline_(deadline) {
  signal_count = 0;
  struct sigaction action = {};
  action.sa_handler = count_signal;
  action.sa_flags = SA_RESTART;  // a signal must not make a write fail
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &action, &former_actions[i]);
}

StopRequest::~StopRequest() {
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &former_actions[i], nullptr);
}

StopLevel StopRequest::level() const {
  if (signal_count > 1) return StopLevel::at_once;
  const bool is_late = deadline_ && Clock::now() >= *deadline_;
  return signal_count > 0 || is_late ? StopLevel::drain : StopLevel::none;
}

}  // namespace dosde
