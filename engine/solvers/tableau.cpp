#include "engine/solvers/tableau.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dosde {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

std::vector<double> times(const TableauMatrix& matrix, const std::vector<double>& vector) {
  std::vector<double> product;
  for (const auto& row : matrix) product.push_back(std::inner_product(row.begin(), row.end(), vector.begin(), 0.0));
  return product;
}

std::vector<double> squares(std::vector<double> values) {
  for (double& value : values) value *= value;
  return values;
}

double largest_of(std::initializer_list<double> values) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

}  // namespace dosde
