#include "engine/expression/table.hpp"

namespace dosde {

TableView view_of(const Table& table) {
  return {table.times.data(), table.values.data(), static_cast<int>(table.times.size()), table.interpolation};
}

}  // namespace dosde
