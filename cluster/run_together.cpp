#include "cluster/run_together.hpp"

#include <sstream>
#include <string>

#include "engine/core/error.hpp"
#include "io/result/attempts.hpp"

namespace dosde {
namespace {

constexpr char separator = '\x1f';  ///< the unit separator of ASCII: no message has it

/// An error's kind and first finding as a text that can travel.
std::string pack(ErrorKind kind, const Diagnostic& finding) {
  return std::to_string(static_cast<int>(kind)) + separator + finding.problem + separator + finding.why + separator +
         finding.suggestion;
}

Error unpack(const std::string& text, int rank, const std::string& host) {
  std::istringstream parts(text);
  std::string kind;
  std::string problem;
  std::string why;
  std::string suggestion;
  std::getline(parts, kind, separator);
  std::getline(parts, problem, separator);
  std::getline(parts, why, separator);
  std::getline(parts, suggestion, separator);
  return {static_cast<ErrorKind>(std::stoi(kind)), "rank " + std::to_string(rank) + " on " + host + ": " + problem, why,
          suggestion};
}

}  // namespace

void run_together(const Session& session, const std::function<void()>& work) {
  std::exception_ptr failure;
  std::string text;
  try {
    work();
  } catch (const Error& error) {
    failure = std::current_exception();
    text = pack(error.kind(), error.diagnostics().front());
  } catch (const std::exception& error) {
    failure = std::current_exception();
    Diagnostic finding;
    finding.problem = error.what();
    text = pack(ErrorKind::internal, finding);
  }
  int rank = 0;
  const std::string first = session.first_text(text, rank);
  if (rank < 0) return;
  int host_rank = 0;
  const std::string host = session.first_text(rank == session.rank() ? attempt_from_now().host : "", host_rank);
  // The first rank tells the user, so its own error stays whole; what another rank met comes with its name.
  if (rank == 0 && session.is_first()) std::rethrow_exception(failure);
  throw unpack(first, rank, host);
}

}  // namespace dosde
