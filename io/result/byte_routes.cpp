#include "io/result/byte_routes.hpp"

#include <algorithm>
#include <cstring>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

constexpr std::size_t most_open_files = 64;  ///< there may be more shards than a process may open

}  // namespace

ByteRoutes::ByteRoutes(std::vector<std::string> files, std::vector<Route> routes)
    : files_(std::move(files)), routes_(std::move(routes)) {
  std::sort(routes_.begin(), routes_.end(), [](const Route& a, const Route& b) { return a.begin < b.begin; });
}

const RawFile& ByteRoutes::file(std::size_t number, RawFile::Access access) const {
  const auto found = opened_.find({number, access});
  if (found != opened_.end()) return found->second;
  if (opened_.size() >= most_open_files) opened_.clear();
  return opened_.emplace(std::pair(number, access), RawFile(files_[number], access)).first->second;
}

template <class Visit>
void ByteRoutes::visit_parts(std::int64_t offset, std::int64_t bytes, Visit visit) const {
  const std::int64_t begin = offset;
  const std::int64_t end = offset + bytes;
  auto route = std::upper_bound(routes_.begin(), routes_.end(), offset,
                                [](std::int64_t place, const Route& candidate) { return place < candidate.end; });
  while (offset < end) {
    const bool is_routed = route != routes_.end() && route->begin <= offset;
    const std::int64_t border = route == routes_.end() ? end : is_routed ? route->end : route->begin;
    const std::int64_t part = std::min(end, border) - offset;
    visit(is_routed ? &*route : nullptr, offset - begin, part);
    offset += part;
    if (is_routed) ++route;
  }
}

void ByteRoutes::read_at(std::int64_t offset, void* data, std::int64_t bytes) const {
  char* target = static_cast<char*>(data);
  visit_parts(offset, bytes, [&](const Route* route, std::int64_t place, std::int64_t part) {
    if (route == nullptr) {
      std::memset(target + place, 0, static_cast<std::size_t>(part));
    } else {
      file(route->file, RawFile::Access::read)
          .read_at(route->offset + offset + place - route->begin, target + place, part);
    }
  });
}

void ByteRoutes::write_at(std::int64_t offset, const void* data, std::int64_t bytes) const {
  const char* source = static_cast<const char*>(data);
  visit_parts(offset, bytes, [&](const Route* route, std::int64_t place, std::int64_t part) {
    if (route != nullptr) {
      file(route->file, RawFile::Access::read_write)
          .write_at(route->offset + offset + place - route->begin, source + place, part);
    } else if (std::any_of(source + place, source + place + part, [](char byte) { return byte != 0; })) {
      throw Error(ErrorKind::internal, "data of a work unit that no shard has");
    }
  });
}

}  // namespace dosde
