#include "engine/expression/evaluate_on_host.hpp"

namespace dosde {

template void evaluate_on_host<128>(const ProgramView& program, const LaneBlock& block);

}  // namespace dosde
