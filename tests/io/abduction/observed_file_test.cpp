#include "io/abduction/observed_file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "engine/core/error.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

// Result files and other HDF5: tests/cli/abduct_test.py.

ObservedPaths read_table(const std::string& text, const ObservedChoice& choice) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("paths.csv")) << text;
  return read_observed_paths(folder.file("paths.csv"), choice);
}

const ObservedChoice both{{"x", "y"}, {}, "", {}};

TEST(ObservedFile, ReadsTables) {
  const ObservedPaths paths = read_table("time, y ,note,x\r\n0,1,a,2\r\n0.5,,b,3\n1,NaN,c,4\n\n", both);
  EXPECT_EQ(paths.times, (std::vector<double>{0.0, 0.5, 1.0}));
  EXPECT_EQ(paths.variables, (std::vector<std::string>{"y", "x"}));
  EXPECT_EQ(paths.trajectories, 1);
  EXPECT_EQ(paths.state(0, 0, 0), 1.0);
  EXPECT_TRUE(std::isnan(paths.state(0, 1, 0)) && std::isnan(paths.state(0, 2, 0)));  // gaps
  EXPECT_EQ(paths.state(0, 2, 1), 4.0);
}

TEST(ObservedFile, ReadsSeveralTrajectoriesOrSomeOfThem) {
  const std::string text = "trajectory,time,x\n7,0,1\n7,1,2\n9,0,3\n9,1,4\n";
  EXPECT_EQ(read_table(text, both).states, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(read_table(text, {{"x"}, {}, "", {1}}).states, (std::vector<double>{3, 4}));
  EXPECT_THROW(read_table(text, {{"x"}, {}, "", {2}}), Error);
  EXPECT_THROW(read_table(text, {{"x", "y"}, {"y"}, "", {}}), Error);
}

TEST(ObservedFile, RefusesTablesThatAreNone) {
  for (const char* text : {"", "x\n1\n", "time\n1\n", "time,x,x\n0,1,1\n", "time,x\n", "time,x\n0\n", "time,x\n0,one\n",
                           "time,x\nnoon,1\n", "trajectory,time,x\n0,0,1\n0,1,1\n1,0,1\n",
                           "trajectory,time,x\n0,0,1\n1,0.5,1\n", "trajectory,time,x\n0,0,1\n1,0,1\n0,0,1\n"})
    EXPECT_THROW(read_table(text, both), Error) << text;
  EXPECT_THROW(read_observed_paths("none.csv", both), Error);
  EXPECT_THROW(read_observed_paths("none.h5", both), Error);
}

}  // namespace
}  // namespace dosde
