#include "io/abstraction/write_abstraction_file.hpp"

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "io/abstraction/abstraction_layout.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/table_writer.hpp"
#include "io/result/write_provenance.hpp"

namespace dosde {
namespace {

/// Texts of the file, one by one as its axes want them.
struct Labels {
  std::vector<std::string> micro, macro, remarks, assigned, assignments;

  explicit Labels(const Abstraction& abstraction) {
    for (const Diagram& diagram : abstraction.diagrams) {
      micro.push_back(diagram.scenarios.micro);
      macro.push_back(diagram.scenarios.macro);
      remarks.emplace_back();
      for (const std::string& remark : diagram.remarks) remarks.back() += (remarks.back().empty() ? "" : "; ") + remark;
    }
    for (const ScmAssignment& assignment : abstraction.scm) {
      assigned.push_back(assignment.variable);
      assignments.push_back(assignment.formula);
    }
  }
};

AbstractionSizes sizes_of(const Abstraction& abstraction, const Labels& labels, const Provenance& provenance,
                          const std::string& macro_text) {
  AbstractionSizes sizes;
  sizes.diagrams = static_cast<std::int64_t>(abstraction.diagrams.size());
  sizes.windows = static_cast<std::int64_t>(abstraction.windows.size());
  sizes.variables = static_cast<std::int64_t>(abstraction.variables.size());
  sizes.assignments = static_cast<std::int64_t>(labels.assigned.size());
  for (const auto* names : {&labels.micro, &labels.macro, &abstraction.variables, &labels.assigned})
    sizes.name_length = longest(sizes.name_length, *names);
  sizes.formula_length = longest(longest(1, abstraction.formulas), labels.assignments);
  sizes.remark_length = longest(1, labels.remarks);
  sizes.scenario_text_length = longest(1, {provenance.scenario_text});
  sizes.resolved_text_length = longest(1, {provenance.scenario_resolved});
  sizes.command_line_length = longest(1, {provenance.command_line});
  sizes.macro_text_length = longest(0, {macro_text});
  return sizes;
}

void write_attributes(const TableWriter& writer, const Abstraction& abstraction) {
  const hid_t file = writer.file();
  write_attribute(file, "Conventions", "CF-1.11");
  write_attribute(file, "title", "do diagrams commute");
  write_attribute(file, "format", abstraction_format);
  write_attribute(file, "format_version", abstraction_format_version);
  write_attribute(file, "source", "doSDE " + build_information().version);
  write_attribute(file, "macro_form", to_string(abstraction.form));
  write_attribute(file, "sampling", abstraction.sampling == Sampling::paired ? "paired" : "independent");
  write_attribute(file, "reference", abstraction.reference);
  write_attribute(file, "exact_objection", abstraction.exact_objection);
  write_attribute(file, "macro_scheme", abstraction.macro_scheme);
  write_attribute(writer.handle("window"), "units", "1");  // never a date
}

/// One number or row of numbers of every diagram and window, in the file's order.
template <class Take>
std::vector<double> gather(const Abstraction& abstraction, Take take) {
  std::vector<double> all;
  for (const Diagram& diagram : abstraction.diagrams)
    for (const DiagramGap& gap : diagram.at) take(gap, all);
  return all;
}

void write_numbers(TableWriter& writer, const Abstraction& abstraction) {
  const auto number = [&](const std::string& name, auto value) {
    writer.fill(name, gather(abstraction, [&](const DiagramGap& gap, auto& all) {
                  all.push_back(static_cast<double>(value(gap)));
                }));
  };
  const auto row = [&](const std::string& name, const std::vector<double> DiagramGap::*values) {
    writer.fill(name, gather(abstraction, [&](const DiagramGap& gap, auto& all) {
                  all.insert(all.end(), (gap.*values).begin(), (gap.*values).end());
                }));
  };
  const auto distance = [&](const std::string& name, const DistanceEstimate DiagramGap::*estimate) {
    number(name + "_distance", [&](const DiagramGap& gap) { return (gap.*estimate).value; });
    number(name + "_error", [&](const DiagramGap& gap) { return (gap.*estimate).error; });
    number(name + "_floor", [&](const DiagramGap& gap) { return (gap.*estimate).floor; });
  };
  number("micro_trajectories", [](const DiagramGap& gap) { return gap.micro_trajectories; });
  number("macro_trajectories", [](const DiagramGap& gap) { return gap.macro_trajectories; });
  row("micro_mean", &DiagramGap::micro_mean);
  row("macro_mean", &DiagramGap::macro_mean);
  row("gap", &DiagramGap::gap);
  row("gap_error", &DiagramGap::gap_error);
  distance("mean", &DiagramGap::mean);
  distance("gaussian", &DiagramGap::gaussian);
  distance("mmd", &DiagramGap::kernel);
  distance("energy", &DiagramGap::energy);
  number("exact_mean", [](const DiagramGap& gap) { return gap.exact_mean; });
  number("exact_gaussian", [](const DiagramGap& gap) { return gap.exact_gaussian; });
}

void write_labels(TableWriter& writer, const Abstraction& abstraction, const Labels& labels) {
  std::vector<double> from, until;
  for (const LawWindow& window : abstraction.windows) {
    from.push_back(window.from);
    until.push_back(window.until);
  }
  writer.fill("diagram", labels.micro);
  writer.fill("window", until);
  writer.fill("variable", abstraction.variables);
  writer.fill("assigned", labels.assigned);
  writer.fill("macro_scenario", labels.macro);
  writer.fill("window_from", from);
  writer.fill("formula", abstraction.formulas);
  writer.fill("assignment", labels.assignments);
  writer.fill("remark", labels.remarks);
}

}  // namespace

std::string to_string(MacroForm form) {
  switch (form) {
    case MacroForm::sde:
      return "sde";
    case MacroForm::equilibrium_scm:
      return "equilibrium_scm";
  }
  throw Error(ErrorKind::internal, "a form of macro model that to_string does not know");
}

void write_abstraction_file(const Abstraction& abstraction, const Provenance& provenance, const std::string& macro_text,
                            const std::string& path, ExistingFile existing, const std::vector<std::string>& inputs) {
  const FileLock lock(path);
  refuse_existing(path, existing, inputs);
  make_and_place(path, existing, [&](const std::string& growing) {
    const Labels labels(abstraction);
    const ResultLayout layout = describe_abstraction_layout(sizes_of(abstraction, labels, provenance, macro_text));
    TableWriter writer(growing, layout, [](const DatasetSpec& /*spec*/) { return std::nullopt; });
    writer.create_dimensions();
    writer.create_datasets();
    write_attributes(writer, abstraction);
    write_labels(writer, abstraction, labels);
    write_numbers(writer, abstraction);
    write_provenance(writer, provenance);
    writer.fill("provenance/macro_text", {macro_text});
    writer.finish();
  });
}

}  // namespace dosde
