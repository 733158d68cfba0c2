#include "io/scenario/read_context.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace dosde {

const SourceText& ReadContext::add_source(std::string name, std::string text) {
  const SourceText& source = sources.emplace_back(std::move(name), std::move(text));
  findings.know_source(source);
  return source;
}

std::optional<std::string> read_text_file(const std::string& path, std::string& problem) {
  constexpr std::uintmax_t largest_text = 64U << 20U;
  std::error_code trouble;
  const auto status = std::filesystem::status(path, trouble);
  if (!std::filesystem::exists(status)) {
    problem = "does not exist";
  } else if (!std::filesystem::is_regular_file(status)) {
    problem = std::filesystem::is_directory(status) ? "is a folder" : "is not a regular file";
  } else if (std::filesystem::file_size(path, trouble) > largest_text) {
    problem = "is larger than 64 MiB";
  } else {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (file && (file.peek() == std::ifstream::traits_type::eof() || text << file.rdbuf())) return text.str();
    problem = std::string("cannot be read: ") + std::strerror(errno);
  }
  return std::nullopt;
}

std::string resolve_path(const std::string& path, const Place& place) {
  const std::filesystem::path written(path);
  if (written.is_absolute() || place.source == nullptr) return path;
  return (std::filesystem::path(place.source->name()).parent_path() / written).lexically_normal().string();
}

}  // namespace dosde
