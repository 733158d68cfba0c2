#include "cluster/exchange.hpp"

#ifdef DOSDE_HAS_MPI
#define OMPI_SKIP_MPICXX  // the C interface only: the C++ one needs another library
#include <mpi.h>
#endif

#include <algorithm>
#include <array>
#include <list>
#include <stdexcept>

namespace dosde {

#ifdef DOSDE_HAS_MPI

namespace {

// Tags.
constexpr int report_tag = 1;
constexpr int wish_tag = 2;
constexpr int farewell_tag = 3;
constexpr int chunk_tag = 4;
constexpr int stop_tag = 5;
constexpr int dismissal_tag = 6;

using Message = std::array<std::int64_t, 5>;
constexpr auto report_interval = std::chrono::milliseconds(500);
/// Of many ranks each reports less often: the first hears two thousand reports a second at most (docs/scaling.md).
constexpr auto report_interval_a_rank = std::chrono::microseconds(500);

Message message_of(const Work& work, StopLevel level) {
  return {work.units_done, work.trajectories_done, work.diverged, work.failed_units, static_cast<std::int64_t>(level)};
}

Work work_of(const Message& message) { return {message[0], message[1], message[2], message[3]}; }
StopLevel level_of(const Message& message) { return static_cast<StopLevel>(message[4]); }

}  // namespace

struct UnitQueue::Exchange::Mail {
  struct Letter {
    Message message;
    MPI_Request request;
  };

  MPI_Comm communicator = MPI_COMM_NULL;
  std::list<Letter> sent;  ///< until MPI has taken them

  Mail() { MPI_Comm_dup(MPI_COMM_WORLD, &communicator); }
  ~Mail() {
    for (Letter& letter : sent) MPI_Wait(&letter.request, MPI_STATUS_IGNORE);
    MPI_Comm_free(&communicator);
  }
  Mail(const Mail&) = delete;
  Mail& operator=(const Mail&) = delete;

  void send(const Message& message, int rank, int tag) {
    sent.remove_if([](Letter& letter) {
      int is_done = 0;
      MPI_Test(&letter.request, &is_done, MPI_STATUS_IGNORE);
      return is_done != 0;
    });
    sent.push_back({message, MPI_REQUEST_NULL});
    MPI_Isend(sent.back().message.data(), static_cast<int>(message.size()), MPI_INT64_T, rank, tag, communicator,
              &sent.back().request);
  }

  /// The next message that is there, if any: in the order in which its sender sent it.
  bool receive(Message& message, int& rank, int& tag) {
    int is_there = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, communicator, &is_there, &status);
    if (is_there == 0) return false;
    rank = status.MPI_SOURCE;
    tag = status.MPI_TAG;
    MPI_Recv(message.data(), static_cast<int>(message.size()), MPI_INT64_T, rank, tag, communicator, MPI_STATUS_IGNORE);
    return true;
  }
};

UnitQueue::Exchange::Exchange(const Session& session)
    : mail_(std::make_unique<Mail>()), works_(static_cast<std::size_t>(session.size())) {}

UnitQueue::Exchange::~Exchange() = default;

StopLevel UnitQueue::Exchange::serve(const std::function<ListSpan()>& deal) {
  StopLevel level = StopLevel::none;
  Message message{};
  int rank = 0;
  int tag = 0;
  while (mail_->receive(message, rank, tag)) {
    works_[static_cast<std::size_t>(rank)] = work_of(message);
    level = std::max(level, level_of(message));
    if (tag == farewell_tag) ++ranks_left_;
    if (tag != wish_tag) continue;
    const ListSpan chunk = level == StopLevel::none ? deal() : ListSpan{};
    mail_->send({chunk.first, chunk.count, 0, 0, 0}, rank, chunk_tag);
  }
  return level;
}

void UnitQueue::Exchange::announce(StopLevel level) {
  for (int rank = 1; rank < static_cast<int>(works_.size()); ++rank)
    mail_->send({0, 0, 0, 0, static_cast<std::int64_t>(level)}, rank, stop_tag);
}

void UnitQueue::Exchange::dismiss_all() {
  for (int rank = 1; rank < static_cast<int>(works_.size()); ++rank) mail_->send({}, rank, dismissal_tag);
}

bool UnitQueue::Exchange::is_report_due() const {
  const auto for_all = report_interval_a_rank * static_cast<int>(works_.size());
  const auto waited = StopRequest::Clock::now() - last_report_;
  return waited >= report_interval && waited >= for_all;
}

void UnitQueue::Exchange::report(const Work& own, StopLevel level) {
  mail_->send(message_of(own, level), 0, report_tag);
  last_report_ = StopRequest::Clock::now();
}

void UnitQueue::Exchange::ask(const Work& own, StopLevel level) {
  mail_->send(message_of(own, level), 0, wish_tag);
  last_report_ = StopRequest::Clock::now();
  is_waiting_ = true;
}

void UnitQueue::Exchange::leave(const Work& own, StopLevel level) {
  mail_->send(message_of(own, level), 0, farewell_tag);
}

StopLevel UnitQueue::Exchange::hear() {
  StopLevel level = StopLevel::none;
  Message message{};
  int rank = 0;
  int tag = 0;
  // Nothing follows a dismissal, and the mail that follows belongs to the next queue.
  while (!may_go_ && mail_->receive(message, rank, tag)) {
    if (tag == stop_tag) level = std::max(level, level_of(message));
    if (tag == dismissal_tag) may_go_ = true;
    if (tag != chunk_tag) continue;
    chunk_ = {message[0], message[1]};
    has_chunk_ = true;
    is_waiting_ = false;
  }
  return level;
}

bool UnitQueue::Exchange::have_all_left() const {
  return may_go_ || ranks_left_ == static_cast<int>(works_.size()) - 1;
}

#else

struct UnitQueue::Exchange::Mail {};
UnitQueue::Exchange::Exchange(const Session& /*session*/) {
  throw std::logic_error("several ranks, in a build without MPI");
}
UnitQueue::Exchange::~Exchange() = default;
StopLevel UnitQueue::Exchange::serve(const std::function<ListSpan()>& /*deal*/) { return StopLevel::none; }
void UnitQueue::Exchange::announce(StopLevel /*level*/) {}
void UnitQueue::Exchange::dismiss_all() {}
bool UnitQueue::Exchange::is_report_due() const { return false; }
void UnitQueue::Exchange::report(const Work& /*own*/, StopLevel /*level*/) {}
void UnitQueue::Exchange::ask(const Work& /*own*/, StopLevel /*level*/) {}
void UnitQueue::Exchange::leave(const Work& /*own*/, StopLevel /*level*/) {}
StopLevel UnitQueue::Exchange::hear() { return StopLevel::none; }
bool UnitQueue::Exchange::have_all_left() const { return true; }

#endif

ListSpan UnitQueue::Exchange::take_chunk() {
  has_chunk_ = false;
  return chunk_;
}

}  // namespace dosde
