#include <algorithm>
#include <bit>
#include <mutex>
#include <unordered_set>
#include <utility>

#include "engine/expression/expression_node.hpp"

namespace dosde {
namespace {

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): mixes one word into a running hash.
std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  std::uint64_t z = hash + 0x9e3779b97f4a7c15ULL + word;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

std::uint64_t hash_of(const ExpressionNode& node) {
  std::uint64_t hash = mix(0, static_cast<std::uint64_t>(node.operation));
  hash = mix(hash, static_cast<std::uint64_t>(static_cast<std::int64_t>(node.exponent)));
  hash = mix(hash, std::bit_cast<std::uint64_t>(node.value));
  for (const char letter : node.name) hash = mix(hash, static_cast<unsigned char>(letter));
  for (const auto& operand : node.operands) hash = mix(hash, operand.node()->hash);
  return hash;
}

bool have_same_structure(const ExpressionNode& a, const ExpressionNode& b) {
  if (a.hash != b.hash || a.operation != b.operation || a.exponent != b.exponent || a.value != b.value ||
      a.name != b.name || a.operands.size() != b.operands.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.operands.size(); ++i) {
    if (!a.operands[i].is_same(b.operands[i])) return false;
  }
  return true;
}

struct HashNode {
  std::size_t operator()(const ExpressionNode* node) const { return static_cast<std::size_t>(node->hash); }
};
struct EqualNode {
  bool operator()(const ExpressionNode* a, const ExpressionNode* b) const { return have_same_structure(*a, *b); }
};

struct Pool {
  std::mutex mutex;
  // A listed node may be dying (no owner left, its deleter waiting for the mutex), but its memory is still valid:
  // the deleter takes it off the list before it frees it.
  std::unordered_set<const ExpressionNode*, HashNode, EqualNode> nodes;
};

/// Never destroyed, because static expressions may outlive any static object.
Pool& pool() {
  static Pool& instance = *new Pool;
  return instance;
}

void forget(const ExpressionNode* node) {
  Pool& nodes = pool();
  const std::lock_guard lock(nodes.mutex);
  const auto found = nodes.nodes.find(node);
  // An equal node may have taken the place of this one while it was dying.
  if (found != nodes.nodes.end() && *found == node) nodes.nodes.erase(found);
}

/// Frees a node and whatever it alone kept alive, with a list instead of recursion: graphs may be 100,000 nodes deep.
void release(const ExpressionNode* node) {
  thread_local std::vector<const ExpressionNode*>* waiting = nullptr;
  if (waiting != nullptr) {  // called by the loop below, which destroys the operands of a node
    waiting->push_back(node);
    return;
  }
  std::vector<const ExpressionNode*> list{node};
  waiting = &list;
  while (!list.empty()) {
    const ExpressionNode* next = list.back();
    list.pop_back();
    forget(next);
    delete next;
  }
  waiting = nullptr;
}

}  // namespace

Expression ExpressionPool::intern(ExpressionNode&& draft) {
  draft.hash = hash_of(draft);
  draft.height = 0;
  for (const auto& operand : draft.operands) draft.height = std::max(draft.height, operand.node()->height + 1);

  Pool& nodes = pool();
  std::shared_ptr<const ExpressionNode> owner;  // outlives the lock: its deleter takes the lock
  const std::lock_guard lock(nodes.mutex);
  const auto found = nodes.nodes.find(&draft);
  if (found != nodes.nodes.end()) {
    owner = (*found)->weak_from_this().lock();
    if (owner != nullptr) return Expression(std::move(owner));
    nodes.nodes.erase(found);
  }
  owner = std::shared_ptr<const ExpressionNode>(new ExpressionNode(std::move(draft)), release);
  nodes.nodes.insert(owner.get());
  return Expression(std::move(owner));
}

std::size_t ExpressionPool::size() {
  const std::lock_guard lock(pool().mutex);
  return pool().nodes.size();
}

Expression intern_operation(Operation operation, std::vector<Expression> operands, int exponent,
                            std::string_view name) {
  ExpressionNode draft;
  draft.operation = operation;
  draft.exponent = exponent;
  draft.name = name;
  draft.operands = std::move(operands);
  return ExpressionPool::intern(std::move(draft));
}

Expression intern_constant(double finite_value) {
  ExpressionNode draft;
  draft.operation = Operation::constant;
  draft.value = finite_value == 0.0 ? 0.0 : finite_value;
  return ExpressionPool::intern(std::move(draft));
}

}  // namespace dosde
