#pragma once

#include <functional>
#include <string>
#include <vector>

namespace dosde {

/// What happens to a file that has the name of the result.
enum class ExistingFile {
  refuse,
  replace,  ///< but only a doSDE result file that the new one is not made from; anything else is refused
};

/// The folder of a path; "." where it names none.
std::string folder_of(const std::string& path);

/// Throws Error (input_output) where a file of that name exists and is not to be replaced, is no result file, or is
/// one of the files that the new one is made from.
void refuse_existing(const std::string& path, ExistingFile existing, const std::vector<std::string>& inputs = {});

/// Gives a finished file its name, safely: brings its bytes to the disk, renames it (with `refuse` atomically without
/// touching a file of that name) and brings the new name to the disk. Throws Error (input_output).
void place_file(const std::string& from, const std::string& to, ExistingFile existing);

/// Makes a file as `<path>.part` and gives it its name when it is whole (place_file). Where anything goes wrong,
/// or a signal ends the process (fleeting_file.hpp), nothing is left of it.
void make_and_place(const std::string& path, ExistingFile existing,
                    const std::function<void(const std::string& growing)>& make);

}  // namespace dosde
