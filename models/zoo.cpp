#include "models/zoo.hpp"

#include "models/embedded_model.hpp"

namespace dosde {

std::optional<std::string_view> find_zoo_model(std::string_view name) {
  for (const EmbeddedModel& model : embedded_models()) {
    if (model.name == name) return model.text;
  }
  return std::nullopt;
}

std::vector<std::string> zoo_model_names() {
  std::vector<std::string> names;
  for (const EmbeddedModel& model : embedded_models()) names.emplace_back(model.name);
  return names;
}

}  // namespace dosde
