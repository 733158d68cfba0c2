#include "io/result/write_provenance.hpp"

#include "engine/core/version.hpp"
#include "io/result/hdf5.hpp"

namespace dosde {

void write_provenance(TableWriter& writer, const Provenance& provenance) {
  const Hdf5Handle group = open_group(writer.file(), "provenance");
  const BuildInformation& build = build_information();
  const auto text = [&group](const char* name, const std::string& value) { write_attribute(group.get(), name, value); };
  const auto number = [&group](const char* name, ElementType type, const void* value) {
    write_attribute(group.get(), name, type, 1, value);
  };
  text("version", build.version);
  text("git_hash", build.git_hash);
  text("git_dirty", build.git_dirty ? "yes" : "no");
  text("compiler", build.compiler);
  text("flags", build.flags);
  text("kokkos", build.kokkos_version + " (" + build.kokkos_backends + ")");
  text("hdf5", hdf5_library_version());
  number("seed", ElementType::uint64, &provenance.seed);
  text("scheme", provenance.scheme);
  text("scheme_reason", provenance.scheme_reason);
  text("noise_version", provenance.noise_version);
  text("pairing", provenance.pairing);
  number("noise_cell", ElementType::float64, &provenance.noise_cell);
  number("step", ElementType::float64, &provenance.step);
  writer.fill("provenance/scenario_text", {provenance.scenario_text});
  writer.fill("provenance/scenario_resolved", {provenance.scenario_resolved});
  writer.fill("provenance/command_line", {provenance.command_line});
}

}  // namespace dosde
