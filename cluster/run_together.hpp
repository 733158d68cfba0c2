#pragma once

#include <functional>

#include "cluster/session.hpp"

namespace dosde {

/// Runs a part of the job that may fail on some ranks, and fails on all of them together, so that none waits for ever
/// for another. All throw the error of the first rank that failed; it names that rank where it is not the first.
void run_together(const Session& session, const std::function<void()>& work);

}  // namespace dosde
