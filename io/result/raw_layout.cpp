#include "io/result/raw_layout.hpp"

#include "engine/core/error.hpp"
#include "io/result/read_sizes.hpp"

namespace dosde {

const RawLayout::Range& RawLayout::range(const std::string& dataset) const {
  const auto found = ranges_.find(dataset);
  if (found == ranges_.end()) {
    throw Error(ErrorKind::input_output, "the result file has no dataset '" + dataset + "'");
  }
  return found->second;
}

RawLayout read_raw_layout(const std::string& path) {
  const Hdf5Handle file = open_result_file(path);
  const ResultSizes sizes = read_result_sizes(file.get());
  const ResultLayout layout = describe_layout(sizes);
  if (read_file_form(file.get()) != FileForm::plain) {
    throw Error(ErrorKind::input_output, "'" + path + "' is packed: its data cannot be written to or read raw",
                "a packed file is for reading", "Use the file that it was packed from.");
  }
  std::map<std::string, RawLayout::Range> ranges;
  for (const DatasetSpec& spec : layout.datasets) {
    const Hdf5Handle dataset = open_dataset(file.get(), spec.path);
    const RawLayout::Range range = {dataset_offset(dataset.get()), layout.bytes(spec), spec.type};
    if (range.offset < 0 || element_type(dataset.get()) != spec.type ||
        dataset_extents(dataset.get()) != layout.extents(spec)) {
      throw Error(ErrorKind::input_output,
                  "dataset '" + spec.path + "' of '" + path + "' cannot be written to or read raw",
                  "it is not one plain range of bytes of the expected type and shape");
    }
    ranges.emplace(spec.path, range);
  }
  return {sizes, std::move(ranges)};
}

}  // namespace dosde
