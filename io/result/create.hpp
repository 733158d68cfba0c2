#pragma once

#include <functional>
#include <string>

#include "io/result/place_file.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// Creates the result file at its final size: every axis, label, graph, intervention and provenance written, every
/// block of states, summaries and statuses reserved. It grows as `path`.part and takes its name when it is safely on
/// the disk, so a file of that name is always whole. Afterwards only raw data are written (ResultFileSink,
/// finalise_result_file). Throws Error (input_output) before anything is computed: the file exists, the folder is
/// missing or not writable, the disk has no room (bytes needed and free are said).
void create_result_file(const ResultFileRequest& request, const std::string& path,
                        ExistingFile existing = ExistingFile::refuse);

/// The same with something more to be done: `add` is called with the name of the growing file, before the checksums are
/// computed. An existing file is not asked after until the new one takes its name.
void write_result_file(const ResultFileRequest& request, const std::string& path, ExistingFile existing,
                       const std::function<void(const std::string& growing)>& add);

/// Throws Error (input_output) where the folder of `path` is missing or not writable, or its disk has no room for the
/// file.
void check_output_room(const ResultFileRequest& request, const std::string& path);

/// Complaints that create_result_file would make before writing a byte; returns if there are none.
void check_output_place(const ResultFileRequest& request, const std::string& path, ExistingFile existing);

}  // namespace dosde
