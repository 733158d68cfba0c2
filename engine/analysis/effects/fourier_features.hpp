#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace dosde {

/// Standard normals [variable][feature] for the frequencies: a pure function of (seed, name of the variable, number of
/// the feature). `features`: a positive multiple of 4.
std::vector<double> feature_normals(std::uint64_t seed, std::int64_t features,
                                    const std::vector<std::string>& variables);

/// cos(w·x) and sin(w·x) of points over frequencies w ~ N(0, 1/ℓ²): random Fourier features of the Gaussian kernel
/// exp(-|x - y|² / 2ℓ²) (Rahimi and Recht 2007), scaled for two samples that are to be compared. Every variable is
/// divided by its pooled standard deviation (constant ones take no part). ℓ is the median distance of the points of up
/// to 256 of either sample, evenly spaced.
class FourierFeatures {
 public:
  /// Samples [point][variable], neither empty; `normals` of `feature_normals`.
  FourierFeatures(const std::vector<double>& normals, std::size_t variables, std::span<const double> points,
                  std::span<const double> reference);

  /// ℓ, in standard deviations; 0 where all points are one, NaN where a value is not finite. Then there are no
  /// features.
  [[nodiscard]] double bandwidth() const { return bandwidth_; }

  /// The features of one point, cosines, then sines. Divided by √(number of frequencies) they are a vector of length 1.
  /// `values`: of their number.
  void of(const double* point, std::vector<double>& values);

 private:
  std::vector<double> frequencies_;  ///< [variable][feature]
  std::size_t variables_;
  std::size_t features_;
  double bandwidth_ = 0.0;
  std::vector<double> phases_;
};

}  // namespace dosde
