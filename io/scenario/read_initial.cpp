#include "io/scenario/read_initial.hpp"

#include <filesystem>

#include "io/result/crc32c.hpp"
#include "io/result/initial_states.hpp"
#include "io/scenario/read_formula.hpp"
#include "io/scenario/section.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

std::uint32_t checksum(const std::vector<double>& values) {
  return crc32c(values.data(), static_cast<std::int64_t>(values.size() * sizeof(double)));
}

/// As a scenario file says it, the path made absolute, so that the text means the same wherever it is read, and with
/// the checksum of the values, so that a file that has changed since is noticed.
std::string to_toml(const std::string& file, double time, const std::string& scenario, const std::string& variable,
                    const std::vector<double>& values) {
  return "{ file = " + toml_string(std::filesystem::absolute(file).lexically_normal().string()) +
         ", time = " + toml_number(time) + ", scenario = " + toml_string(scenario) +
         ", variable = " + toml_string(variable) + ", crc32c = " + std::to_string(checksum(values)) + " }";
}

InitialValue read_recorded(const Value& table, const std::string& variable, ReadContext& context) {
  const Section section(&table, "model.variables.*.initial", context.findings);
  const Value* file = section.find("file");
  const Value* time = section.find("time");
  if (file == nullptr || time == nullptr) return Expression(0.0);
  const std::string path = resolve_path(file->text, file->place);
  const std::string scenario = section.text("scenario");
  const std::string recorded = section.has("variable") ? section.text("variable") : variable;
  try {
    auto values =
        std::make_shared<const std::vector<double>>(read_initial_states(path, scenario, recorded, time->number));
    const Value* expected = section.find("crc32c");
    if (expected != nullptr && expected->number != static_cast<double>(checksum(*values))) {
      throw Error(ErrorKind::scenario, "the recorded states in '" + path + "' are not those that crc32c stands for",
                  "the file has changed since this scenario was written", "Use the file as it was, or drop crc32c.");
    }
    context.files.push_back(path);
    return RecordedInitial{values, to_toml(path, time->number, scenario, recorded, *values)};
  } catch (const Error& error) {
    context.findings.adopt(error.diagnostics(), "E011", table.place);
    return Expression(0.0);
  }
}

}  // namespace

InitialValue read_initial(const Value* value, const std::string& variable, ReadContext& context) {
  if (value == nullptr || context.findings.is_bad(*value)) return Expression(0.0);
  if (value->is(Value::Type::table) && (value->find("file") != nullptr || value->find("time") != nullptr)) {
    return read_recorded(*value, variable, context);
  }
  const auto quantity = read_quantity(*value, context.findings);
  if (!quantity) return Expression(0.0);
  if (const auto* law = std::get_if<Law>(&*quantity)) return *law;
  return std::get<Expression>(*quantity);
}

}  // namespace dosde
