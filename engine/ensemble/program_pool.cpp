#include "engine/ensemble/program_pool.hpp"

#include <algorithm>
#include <utility>

namespace dosde {

ProgramId ProgramPool::add(const std::vector<Output>& outputs, std::int32_t reserved_scratch) {
  if (outputs.empty()) return {};
  Program program = compile_program(outputs, layout_, reserved_scratch);
  const auto known = std::find(programs_.begin(), programs_.end(), program);
  const auto id = ProgramId{static_cast<std::int32_t>(known - programs_.begin())};
  if (known == programs_.end()) programs_.push_back(std::move(program));
  return id;
}

}  // namespace dosde
