#include "cluster/session.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace dosde {
namespace {

TEST(Session, AProcessAloneIsTheFirstOfOne) {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"}) unsetenv(name);
  int count = 0;
  char** arguments = nullptr;
  const Session session(count, arguments);
  EXPECT_EQ(session.rank(), 0);
  EXPECT_EQ(session.size(), 1);
  EXPECT_TRUE(session.is_first());
  EXPECT_EQ(session.sum(41), 41);
  EXPECT_FALSE(session.is_any(false));
  EXPECT_TRUE(session.is_any(true));
  session.wait_for_all();
}

}  // namespace
}  // namespace dosde
