#include "io/response/write_response_file.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "io/response/response_layout.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/table_writer.hpp"
#include "io/result/write_provenance.hpp"

namespace dosde {
namespace {

ResponseSizes sizes_of(const Response& response, const Provenance& provenance) {
  ResponseSizes sizes;
  sizes.variables = static_cast<std::int64_t>(response.variables.size());
  sizes.intervened = static_cast<std::int64_t>(response.intervened.size());
  sizes.horizons = static_cast<std::int64_t>(response.horizons.size());
  sizes.sources = static_cast<std::int64_t>(response.sources.size());
  sizes.name_length = longest(longest(1, response.variables), response.sources);
  sizes.scenario_text_length = longest(1, {provenance.scenario_text});
  sizes.resolved_text_length = longest(1, {provenance.scenario_resolved});
  sizes.command_line_length = longest(1, {provenance.command_line});
  return sizes;
}

void write_attributes(const TableWriter& writer, const Response& response, const std::string& title) {
  const hid_t file = writer.file();
  write_attribute(file, "Conventions", "CF-1.11");
  write_attribute(file, "title", title);
  write_attribute(file, "format", response_format);
  write_attribute(file, "format_version", response_format_version);
  write_attribute(file, "source", "doSDE " + build_information().version);
  write_attribute(file, "kind", to_string(response.kind));
  write_attribute(file, "scenario", response.scenario);
  write_attribute(file, "trajectories", ElementType::int64, 1, &response.trajectories);
  write_attribute(file, "long_run_from", ElementType::float64, 1, &response.long_run_from);
  write_attribute(file, "long_run_until", ElementType::float64, 1, &response.long_run_until);
  write_attribute(writer.handle("horizon"), "units", "1");  // never a date
}

void write_horizons(TableWriter& writer, const Response& response) {
  std::vector<double> effect, error, variance_effect, variance_error, pairs;
  const auto append = [](std::vector<double>& all, const auto& part) {
    all.insert(all.end(), part.begin(), part.end());
  };
  for (const ResponseTable& table : response.at) {
    append(effect, table.effect);
    append(error, table.error);
    append(variance_effect, table.variance_effect);
    append(variance_error, table.variance_error);
    append(pairs, table.pairs);
  }
  writer.fill("total_effect", effect);
  writer.fill("total_error", error);
  writer.fill("variance_effect", variance_effect);
  writer.fill("variance_error", variance_error);
  writer.fill("pairs", pairs);
}

void write_tables(TableWriter& writer, const Response& response) {
  std::vector<std::string> intervened;
  for (const std::size_t variable : response.intervened) intervened.push_back(response.variables[variable]);
  writer.fill("variable", response.variables);
  writer.fill("intervened", intervened);
  writer.fill("parent", response.variables);
  writer.fill("horizon", response.horizons);
  writer.fill("source", response.sources);
  writer.fill("value", response.value);
  writer.fill("size", response.size);
  writer.fill("reference_mean", response.reference_mean);
  writer.fill("reference_deviation", response.reference_deviation);
  write_horizons(writer, response);
  writer.fill("long_run_pairs", std::vector<double>(response.long_run.pairs.begin(), response.long_run.pairs.end()));
  writer.fill("long_run_effect", response.long_run.effect);
  writer.fill("long_run_error", response.long_run.error);
  writer.fill("long_run_variance_effect", response.long_run.variance_effect);
  writer.fill("long_run_variance_error", response.long_run.variance_error);
  writer.fill("long_run_change", response.change);
  writer.fill("long_run_change_error", response.change_error);
  writer.fill("direct_drift", response.direct_drift);
  writer.fill("direct_drift_error", response.direct_drift_error);
  writer.fill("direct_noise", response.direct_noise);
  writer.fill("direct_noise_error", response.direct_noise_error);
}

}  // namespace

std::string to_string(ResponseKind kind) {
  switch (kind) {
    case ResponseKind::clamp:
      return "clamp";
    case ResponseKind::shift:
      return "shift";
    case ResponseKind::scale_noise:
      return "scale_noise";
  }
  throw Error(ErrorKind::internal, "a kind of response that to_string does not know");
}

void write_response_file(const Response& response, const Provenance& provenance, const std::string& path,
                         ExistingFile existing, const std::vector<std::string>& inputs) {
  const FileLock lock(path);
  refuse_existing(path, existing, inputs);
  make_and_place(path, existing, [&](const std::string& growing) {
    const ResultLayout layout = describe_response_layout(sizes_of(response, provenance));
    TableWriter writer(growing, layout, [](const DatasetSpec& /*spec*/) { return std::nullopt; });
    writer.create_dimensions();
    writer.create_datasets();
    write_attributes(writer, response, "response to " + to_string(response.kind));
    write_tables(writer, response);
    write_provenance(writer, provenance);
    writer.finish();
  });
}

}  // namespace dosde
