#pragma once

#include <initializer_list>
#include <vector>

namespace dosde {

// What the order conditions of tableaus are written with: vectors and strictly lower triangular matrices [i][j], j < i.

using TableauMatrix = std::vector<std::vector<double>>;

double dot(const std::vector<double>& a, const std::vector<double>& b);
std::vector<double> times(const TableauMatrix& matrix, const std::vector<double>& vector);
std::vector<double> squares(std::vector<double> values);
/// The largest absolute value.
double largest_of(std::initializer_list<double> values);

}  // namespace dosde
