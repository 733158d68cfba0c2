#pragma once

// Internal to io (it names HDF5).

#include "io/result/result_request.hpp"
#include "io/result/table_writer.hpp"

namespace dosde {

/// Fills the group `provenance` of a file: as attributes this build of doSDE and what the run was made with, as
/// datasets (where the file's layout has them) the scenario and the command line of the run.
void write_provenance(TableWriter& writer, const Provenance& provenance);

}  // namespace dosde
