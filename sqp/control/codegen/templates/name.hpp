// ${name}: the controller for C++17; header only, links with the C library.
#ifndef ${P}_HPP
#define ${P}_HPP

#include "${p}.h"

#include <array>
#include <memory>

namespace ${p} {

using real = ${p}_real;
using State = std::array<real, ${P}_NX>;
using Control = std::array<real, ${P}_NU>;
using Parameters = std::array<real, ${P}_NP>;
using SharedParameters = std::array<real, ${P}_NS>;

struct Plan {
  std::array<State, ${P}_N + 1> states;
  std::array<Control, ${P}_N> controls;
};

// Owns the struct of the C interface; every call is one of ${p}.h.
class Controller {
public:
  Controller() : c_(std::make_unique<${p}_controller>()) { ${p}_init(c_.get()); }

  void reset() noexcept { ${p}_reset(c_.get()); }
  ${p}_status set_parameters(int stage, const Parameters &p) noexcept
  {
    return ${p}_set_parameters(c_.get(), stage, p.data());
  }
  ${p}_status set_shared_parameters(const SharedParameters &s) noexcept
  {
    return ${p}_set_shared_parameters(c_.get(), s.data());
  }
  ${p}_status set_control_bounds(int stage, const Control &lower, const Control &upper) noexcept
  {
    return ${p}_set_control_bounds(c_.get(), stage, lower.data(), upper.data());
  }
  ${p}_status set_plan(const Plan &plan) noexcept
  {
    return ${p}_set_plan(c_.get(), plan.states[0].data(), plan.controls[0].data());
  }
  void set_deadline(${p}_clock clock, real seconds) noexcept { ${p}_set_deadline(c_.get(), clock, seconds); }

  ${p}_status prepare() noexcept { return ${p}_prepare(c_.get()); }
  Control feedback(const State &measured) noexcept
  {
    Control u{};
    ${p}_feedback(c_.get(), measured.data(), u.data());
    return u;
  }
  Control solve(const State &measured) noexcept
  {
    Control u{};
    ${p}_solve(c_.get(), measured.data(), u.data());
    return u;
  }
  void shift() noexcept { ${p}_shift(c_.get()); }

  // Feedback now, then everything that the next one can be spared.
  template <class Apply> void step(const State &measured, Apply &&apply)
  {
    apply(feedback(measured));
    shift();
    prepare();
  }

  Plan plan() const noexcept
  {
    Plan plan{};
    ${p}_get_plan(c_.get(), plan.states[0].data(), plan.controls[0].data());
    return plan;
  }
  const ${p}_statistics &statistics() const noexcept { return c_->statistics; }
  const char *describe() const noexcept { return ${p}_describe(c_->statistics.status); }

private:
  std::unique_ptr<${p}_controller> c_;
};

} // namespace ${p}

#endif
