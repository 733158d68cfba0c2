// The module `dosde`: sentences become exceptions, Kokkos lives as long as the interpreter.

#include <pybind11/pybind11.h>

#include "engine/core/error.hpp"
#include "engine/core/kokkos.hpp"
#include "engine/core/version.hpp"
#include "python/stepping.hpp"

namespace py = pybind11;

namespace {

void start_kokkos() {
  if (Kokkos::is_initialized()) return;  // by another module of this process, which then ends it
  Kokkos::initialize();
  py::module_::import("atexit").attr("register")(py::cpp_function([] {
    dosde::close_steppers();
    Kokkos::finalize();
  }));
}

}  // namespace

PYBIND11_MODULE(dosde, module) {
  module.doc() = "Causal models of stochastic differential equations, simulated under interventions, step by step.";
  module.attr("__version__") = dosde::build_information().version;
  static py::exception<dosde::Error> error(module, "Error", PyExc_ValueError);
  error.attr("__doc__") = "What is wrong, where, why it is, and what to do, in sentences.";
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const dosde::Error& sentences) {
      error(sentences.what());
    }
  });
  start_kokkos();
  dosde::add_stepper(module);
}
