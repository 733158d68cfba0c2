#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dosde {

/// The TOML text of a zoo model (models/zoo/<name>.toml), embedded when the library is built so that the program needs
/// no data files. Nothing where there is no model of that name; the view stays valid for ever.
std::optional<std::string_view> find_zoo_model(std::string_view name);

/// The names of all zoo models, in alphabetical order: what `use = "<name>"` accepts.
std::vector<std::string> zoo_model_names();

}  // namespace dosde
