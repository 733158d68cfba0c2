#include <algorithm>
#include <utility>

#include "engine/expression/schedule.hpp"

namespace dosde {
namespace {

/// What an operation is to its operand at that position.
FollowUp follow_up_of(Operation operation, std::size_t position) {
  switch (operation) {
    case Operation::add:
      return FollowUp::add;
    case Operation::subtract:
      return position == 0 ? FollowUp::subtract : FollowUp::subtract_from;
    case Operation::multiply:
      return FollowUp::multiply;
    case Operation::fused_multiply_add:
      return position == 2 ? FollowUp::add_fused : FollowUp::multiply_fused;
    default:
      return FollowUp::none;
  }
}

/// Where a value is read.
struct Reading {
  int reader;  ///< -1: it is an output
  std::size_t position;
};

std::vector<std::vector<Reading>> find_readings(const Subexpressions& subexpressions) {
  std::vector<std::vector<Reading>> readings(subexpressions.nodes.size());
  for (std::size_t reader = 0; reader < readings.size(); ++reader) {
    const std::vector<int>& operands = subexpressions.nodes[reader].operands;
    for (std::size_t position = 0; position < operands.size(); ++position)
      readings[static_cast<std::size_t>(operands[position])].push_back({static_cast<int>(reader), position});
  }
  for (const int output : subexpressions.outputs) readings[static_cast<std::size_t>(output)].push_back({-1, 0});
  return readings;
}

/// Which operations one instruction does.
struct Joined {
  int operations = 1;
  int inner = -1;
  FollowUp follow_up = FollowUp::none;
  std::vector<int> operands;
};

/// Finds what each operation can be joined with. What is joined already stays so.
class Joiner {
 public:
  explicit Joiner(const Subexpressions& subexpressions)
      : nodes_(subexpressions.nodes), readings_(find_readings(subexpressions)) {}

  /// The node with as many of those below it as one instruction can do.
  [[nodiscard]] Joined join(const Subexpression& node) const {
    Joined best;
    for (std::size_t position = 0; position < node.operands.size(); ++position) {
      Joined joined = join_at(node, position);
      if (joined.operations > best.operations) best = std::move(joined);
    }
    return best;
  }

 private:
  [[nodiscard]] const Subexpression& at(int index) const { return nodes_[static_cast<std::size_t>(index)]; }

  [[nodiscard]] const std::vector<Reading>& readings(int index) const {
    return readings_[static_cast<std::size_t>(index)];
  }
  [[nodiscard]] bool is_arithmetic(int index) const {
    const bool is_other_power = at(index).operation == Operation::integer_power && at(index).expression.exponent() != 2;
    return at(index).is_lane_work() && is_pair_operation(at(index).operation) && !is_other_power;
  }
  [[nodiscard]] bool is_read_once(int index) const { return readings(index).size() == 1; }
  [[nodiscard]] FollowUp follow_up_at(const Reading& reading) const {
    return reading.reader < 0 ? FollowUp::none : follow_up_of(at(reading.reader).operation, reading.position);
  }

  /// Can its one reader have it as the inner operation?
  [[nodiscard]] bool is_free(int index) const { return is_arithmetic(index) && is_read_once(index); }
  /// The same of several readers: it is computed in each, which saves an instruction, where none of them would be
  /// joined with others instead.
  [[nodiscard]] bool is_repeatable(int index) const {
    return is_arithmetic(index) && !is_read_once(index) && at(index).inner < 0 &&
           std::all_of(readings(index).begin(), readings(index).end(),
                       [this](const Reading& reading) { return takes_nothing_else(reading); });
  }
  [[nodiscard]] bool takes_nothing_else(const Reading& reading) const {
    const FollowUp follow_up = follow_up_at(reading);
    if (follow_up == FollowUp::none) return false;
    const std::vector<int>& operands = at(reading.reader).operands;
    for (std::size_t position = 0; position < operands.size(); ++position)
      if (position != reading.position &&
          (operands[position] == operands[reading.position] || is_free(operands[position])))
        return false;
    return is_last_of_pairs(reading.reader, follow_up);
  }
  /// Is it left over when those that its value goes on to, one after the other, are joined two by two?
  [[nodiscard]] bool is_last_of_pairs(int reader, FollowUp follow_up) const {
    constexpr int most = 8;  // of a longer chain an instruction matters little
    int count = 1;
    for (; count < most && is_read_once(reader); ++count) {
      const Reading next = readings(reader)[0];
      const FollowUp next_follow_up = follow_up_at(next);
      if (next_follow_up == FollowUp::none) break;
      if (count == 1 && follow_up_of_both(follow_up, next_follow_up) != FollowUp::none) return true;
      reader = next.reader;
    }
    return count % 2 == 1;
  }

  [[nodiscard]] bool is_lone_product(int index) const {
    return is_free(index) && at(index).inner < 0 && at(index).operation == Operation::multiply;
  }

  /// The node with its operand at that position, and with what that one, or the other one, is joined with.
  [[nodiscard]] Joined join_at(const Subexpression& node, std::size_t position) const {
    const FollowUp follow_up = follow_up_of(node.operation, position);
    const int operand = node.operands[position];
    if (follow_up == FollowUp::none || !(is_free(operand) || is_repeatable(operand))) return {};
    std::vector<int> others = node.operands;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(position));
    const auto with = [&](int operations, int inner, FollowUp joined, const std::vector<int>& further) {
      std::vector<int> operands = at(operand).operands;
      operands.insert(operands.end(), further.begin(), further.end());
      return Joined{operations, inner, joined, std::move(operands)};
    };
    if (at(operand).inner >= 0) {
      const FollowUp both = follow_up_of_both(at(operand).follow_up, follow_up);
      return both == FollowUp::none ? Joined{} : with(3, at(operand).inner, both, others);
    }
    const FollowUp by_product = follow_up_by_product(follow_up);
    if (by_product != FollowUp::none && is_lone_product(others[0]))
      return with(3, operand, by_product, at(others[0]).operands);
    return with(2, operand, follow_up, others);
  }

  const std::vector<Subexpression>& nodes_;
  std::vector<std::vector<Reading>> readings_;
};

}  // namespace

void pair_operations(Subexpressions& subexpressions) {
  const Joiner joiner(subexpressions);
  for (Subexpression& node : subexpressions.nodes) {
    if (!node.is_lane_work()) continue;
    Joined joined = joiner.join(node);
    if (joined.operations == 1) continue;
    node.inner = joined.inner;
    node.follow_up = joined.follow_up;
    node.operands = std::move(joined.operands);
  }
}

}  // namespace dosde
