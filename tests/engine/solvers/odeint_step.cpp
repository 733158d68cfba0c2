#include "tests/engine/solvers/odeint_step.hpp"

#include <boost/numeric/odeint/stepper/rosenbrock4.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <utility>

namespace odeint = boost::numeric::odeint;

std::vector<double> odeint_dopri5_step(const OdeSlope& slope, std::vector<double> x, double t, double h) {
  odeint::runge_kutta_dopri5<std::vector<double>> stepper;
  stepper.do_step(
      [&](const std::vector<double>& at, std::vector<double>& dxdt, double time) { dxdt = slope(at, time); }, x, t, h);
  return x;
}

std::vector<double> odeint_rosenbrock4_step(
    const OdeSlope& slope,
    const std::function<std::vector<std::vector<double>>(const std::vector<double>& x, double t)>& jacobian,
    const OdeSlope& clock, const std::vector<double>& x, double t, double h) {
  using Vector = boost::numeric::ublas::vector<double>;
  using Matrix = boost::numeric::ublas::matrix<double>;
  const auto plain = [](const Vector& v) { return std::vector<double>(v.begin(), v.end()); };
  Vector state(x.size());
  std::copy(x.begin(), x.end(), state.begin());
  const auto f = [&](const Vector& at, Vector& dxdt, double time) {
    const auto values = slope(plain(at), time);
    std::copy(values.begin(), values.end(), dxdt.begin());
  };
  const auto df = [&](const Vector& at, Matrix& matrix, const double& time, Vector& dfdt) {
    const auto rows = jacobian(plain(at), time);
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = 0; j < rows.size(); ++j) matrix(i, j) = rows[i][j];
    const auto values = clock(plain(at), time);
    std::copy(values.begin(), values.end(), dfdt.begin());
  };
  odeint::rosenbrock4<double> stepper;
  Vector error(x.size());
  stepper.do_step(std::make_pair(f, df), state, t, h, error);
  return plain(state);
}
