#pragma once

namespace pybind11 {
class module_;
}

namespace dosde {

/// Adds class Stepper to the module.
void add_stepper(pybind11::module_& module);

/// Gives back what steppers that are still alive hold: called before the memory's library ends, with the interpreter.
void close_steppers();

}  // namespace dosde
