#pragma once

#include <functional>
#include <vector>

// One step of Boost.Odeint's steppers. Plain values on both sides: Boost 1.74's uBLAS, which its Rosenbrock method
// needs, is C++17 at most, and its file knows nothing of the project.

using OdeSlope = std::function<std::vector<double>(const std::vector<double>& x, double t)>;

/// runge_kutta_dopri5
std::vector<double> odeint_dopri5_step(const OdeSlope& slope, std::vector<double> x, double t, double h);

/// rosenbrock4; `jacobian` [row][column], `clock` ∂f/∂t.
std::vector<double> odeint_rosenbrock4_step(
    const OdeSlope& slope,
    const std::function<std::vector<std::vector<double>>(const std::vector<double>& x, double t)>& jacobian,
    const OdeSlope& clock, const std::vector<double>& x, double t, double h);
