#include "engine/ensemble/program_pool.hpp"

#include <algorithm>
#include <utility>

namespace dosde {

ProgramId ProgramPool::add(const std::vector<Output>& outputs, std::int32_t reserved_scratch) {
  return outputs.empty() ? ProgramId{} : keep(compile_program(outputs, layout_, reserved_scratch));
}

ProgramId ProgramPool::add_step(const std::vector<Output>& outputs, std::int32_t reserved_scratch) {
  return outputs.empty() ? ProgramId{} : keep(compile_program(outputs, step_layout_, reserved_scratch));
}

ProgramId ProgramPool::add_step(const std::vector<Output>& outputs, const std::vector<Output>& longer) {
  std::vector<std::int32_t> watched;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (!outputs[i].value.is_same(longer[i].value)) watched.push_back(outputs[i].place.slot);
  if (watched.empty()) return add_step(outputs);
  return keep(with_further(compile_program(outputs, step_layout_), compile_program(longer, step_layout_), watched));
}

ProgramId ProgramPool::keep(Program program) {
  const auto known = std::find(programs_.begin(), programs_.end(), program);
  const auto id = ProgramId{static_cast<std::int32_t>(known - programs_.begin())};
  if (known == programs_.end()) programs_.push_back(std::move(program));
  return id;
}

}  // namespace dosde
