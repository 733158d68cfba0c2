#include "cluster/mpi_io_probe.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

TEST(MpiIoProbe, KnowsTheVersionsThatLoseData) {
  EXPECT_NE(known_mpi_io_defect("Open MPI v3.1.3"), "");
  EXPECT_NE(known_mpi_io_defect("Open MPI v4.0.0"), "");
  EXPECT_EQ(known_mpi_io_defect("Open MPI v4.0.1"), "");
  EXPECT_EQ(known_mpi_io_defect("Open MPI v4.1.4"), "");
  EXPECT_EQ(known_mpi_io_defect("MPICH Version:      4.0.2"), "");
  EXPECT_EQ(known_mpi_io_defect(""), "");
}

TEST(MpiIoProbe, AProcessAloneUsesNoMpi) { EXPECT_FALSE(is_mpi_in_use()); }

}  // namespace
}  // namespace dosde
