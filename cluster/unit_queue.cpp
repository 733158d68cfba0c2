#include "cluster/unit_queue.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "cluster/exchange.hpp"

namespace dosde {

Work operator+(const Work& a, const Work& b) {
  return {a.units_done + b.units_done, a.trajectories_done + b.trajectories_done, a.diverged + b.diverged,
          a.failed_units + b.failed_units};
}

UnitQueue::UnitQueue(const Session& session, std::int64_t count, const StopRequest& stop)
    : session_(session), stop_(stop), dealer_(count, session.size()), span_(dealer_.first_share(session.rank())) {
  if (session.size() > 1) exchange_ = std::make_unique<Exchange>(session);
}

UnitQueue::~UnitQueue() = default;

Work UnitQueue::total() const {
  Work total = own_;
  if (exchange_ != nullptr)
    for (const Work& work : exchange_->works()) total = total + work;
  return total;
}

void UnitQueue::request_stop(StopLevel level) { level_ = std::max(level_, level); }

StopLevel UnitQueue::look_around(const Work& own) {
  own_ = own;
  level_ = std::max(level_, stop_.level());
  if (exchange_ == nullptr) return level_;
  if (session_.is_first()) {
    // Nobody gets a chunk of a job that stops.
    const auto deal = [this] { return level_ == StopLevel::none ? dealer_.deal() : ListSpan{}; };
    level_ = std::max(level_, exchange_->serve(deal));
    if (level_ > told_) exchange_->announce(level_);
  } else {
    if (level_ > told_ || exchange_->is_report_due()) exchange_->report(own_, level_);
    told_ = level_;
    level_ = std::max(level_, exchange_->hear());
  }
  told_ = level_;
  return level_;
}

std::optional<std::int64_t> UnitQueue::next(const Work& own) {
  look_around(own);
  if (session_.is_first()) {
    if (span_.count == 0) span_ = dealer_.deal();
  } else {
    const auto ask_in_time = [this] {
      if (span_.count <= 1 && !exchange_->is_waiting() && !exchange_->has_chunk()) exchange_->ask(own_, level_);
    };
    ask_in_time();
    while (span_.count == 0 && level_ == StopLevel::none) {
      if (exchange_->has_chunk()) {
        span_ = exchange_->take_chunk();
        if (span_.count == 0) return std::nullopt;
        ask_in_time();
      } else {
        std::this_thread::sleep_for(std::chrono::microseconds(100));
        look_around(own);
      }
    }
  }
  if (span_.count == 0 || level_ != StopLevel::none) return std::nullopt;
  --span_.count;
  return span_.first++;
}

void UnitQueue::finish(const Work& own) {
  look_around(own);
  if (exchange_ == nullptr) return;
  if (!session_.is_first()) exchange_->leave(own_, level_);
  while (!exchange_->have_all_left()) {
    std::this_thread::sleep_for(std::chrono::microseconds(200));
    look_around(own);
  }
  if (session_.is_first()) exchange_->dismiss_all();
}

}  // namespace dosde
