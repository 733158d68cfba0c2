#include "io/response/response_table.hpp"

#include <gtest/gtest.h>

#include "tests/io/response/example_response.hpp"

namespace dosde {
namespace {

TEST(ResponseTable, has_a_row_for_every_number) {
  EXPECT_EQ(
      response_table(example_response()),
      "intervened,variable,time,effect,error,variance_effect,variance_error,direct_drift,direct_drift_error,pairs\n"
      "\"y,1\",x,0.5,1,0.1,3,0.3,0.5,0.125,9\n"
      "\"y,1\",\"y,1\",0.5,2,0.2,4,0.4,-2,0,9\n"
      "\"y,1\",x,2,5,0.5,7,0.7,0.5,0.125,8\n"
      "\"y,1\",\"y,1\",2,6,0.6,8,0.8,-2,0,8\n"
      "\"y,1\",x,inf,1.5,0.15,3.5,0.35,0.5,0.125,7\n"
      "\"y,1\",\"y,1\",inf,2.5,0.25,4.5,0.45,-2,0,7\n");
}

}  // namespace
}  // namespace dosde
