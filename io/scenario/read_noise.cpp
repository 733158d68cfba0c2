#include "io/scenario/read_noise.hpp"

#include <filesystem>

#include "io/abduction/read_noise_file.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {

std::shared_ptr<const RecordedWorld> read_recorded_world(const Section& noise, ReadContext& context) {
  const Value* file = noise.find("file");
  const Value* expected = noise.find("crc32c");
  if (file == nullptr) {
    if (expected != nullptr)
      context.findings.error("E014", expected->place, "crc32c, but no file", "it is the checksum of noise.file", "");
    return nullptr;
  }
  const std::string path = resolve_path(file->text, file->place);
  try {
    RecordedWorld world = read_noise_file(path);
    const std::uint32_t sum = checksum(world);
    if (expected != nullptr && expected->number != static_cast<double>(sum))
      throw Error(ErrorKind::scenario, "the noise in '" + path + "' is not that which crc32c stands for",
                  "the file has changed since this scenario was written", "Use the file as it was, or drop crc32c.");
    context.files.push_back(path);
    world.location = to_location(file->place);
    // Absolute, so that the resolved text means the same wherever it is read.
    world.origin = "file = " + toml_string(std::filesystem::absolute(path).lexically_normal().string()) +
                   "\ncrc32c = " + std::to_string(sum) + '\n';
    return std::make_shared<const RecordedWorld>(std::move(world));
  } catch (const Error& error) {
    context.findings.adopt(error.diagnostics(), "E011", file->place);
    return nullptr;
  }
}

}  // namespace dosde
