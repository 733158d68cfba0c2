#include "engine/analysis/abduction/noise_evidence.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

namespace dosde {
namespace {

constexpr int most_lags = 10;

}  // namespace

double chi_square_chance(double square, double degrees) {
  if (!(degrees > 0.0)) return 1.0;
  if (!std::isfinite(square)) return 0.0;
  const boost::math::chi_squared law(degrees);
  return std::min(1.0, 2.0 * std::min(cdf(law, square), cdf(complement(law, square))));
}

void judge_increments(Abduction& found) {
  const RecordedWorld& world = found.world;
  const double root = std::sqrt(world.cell);
  for (std::size_t k = 0; k < found.sources.size(); ++k) {
    SourceEvidence& source = found.sources[k];
    std::vector<double> products(most_lags + 1, 0.0);
    for (std::int64_t n = 0; n < found.observed; ++n) {
      const auto whitened = [&](std::int64_t cell) {
        return world.increments[world.place(static_cast<std::int64_t>(k), cell, n * found.draws)] / root;
      };
      for (std::int64_t cell = 0; cell < world.cell_count; ++cell)
        for (int lag = 0; lag <= most_lags && lag <= cell; ++lag)
          products[static_cast<std::size_t>(lag)] += whitened(cell) * whitened(cell - lag);
    }
    const auto count = static_cast<double>(found.observed * world.cell_count);
    source.variance = products[0] / count;
    source.variance_chance = chi_square_chance(products[0], count);
    // Box & Pierce, J. Amer. Statist. Assoc. 65 (1970) 1509: N Σ ρ² is χ² of as many degrees as lags.
    double portmanteau = 0.0;
    int lags = 0;
    for (int lag = 1; lag <= most_lags && lag < world.cell_count; ++lag, ++lags) {
      const double correlation = products[0] > 0.0 ? products[static_cast<std::size_t>(lag)] / products[0] : 0.0;
      if (lag == 1) source.autocorrelation = correlation;
      portmanteau += correlation * correlation * count * count / static_cast<double>(count - found.observed * lag);
    }
    const boost::math::chi_squared law(std::max(lags, 1));
    source.autocorrelation_chance = lags > 0 ? cdf(complement(law, portmanteau)) : 1.0;
  }
}

}  // namespace dosde
