// Runs a fuzz target without libFuzzer: `program SECONDS SEED_FILE...`. Each line of the seed files is an input; from
// there on, inputs are mutations of inputs, in one order for all runs. Unlike libFuzzer it does not see what an input
// reaches, so it finds less.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Generator = std::mt19937_64;

std::size_t below(Generator& generator, std::size_t bound) { return static_cast<std::size_t>(generator() % bound); }

/// A few edits: delete, repeat, overwrite a byte, or splice in a piece of another input.
std::string mutate(std::string text, const std::vector<std::string>& inputs, Generator& generator) {
  const std::size_t edits = 1 + below(generator, 4);
  for (std::size_t i = 0; i < edits; ++i) {
    const std::size_t at = below(generator, text.size() + 1);
    const std::size_t length = below(generator, 8);
    const std::string& other = inputs[below(generator, inputs.size())];
    switch (below(generator, 4)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, text.substr(at, length));
        break;
      case 2:
        if (at < text.size())
          text[at] = static_cast<char>(generator() % 8 == 0 ? generator() % 256 : 32 + generator() % 95);
        break;
      default:
        text.insert(at, other.substr(below(generator, other.size() + 1), below(generator, 24)));
        break;
    }
  }
  return text.substr(0, 4000);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s SECONDS SEED_FILE...\n", argv[0]);
    return 2;
  }
  const double seconds = std::atof(argv[1]);
  std::vector<std::string> inputs;
  for (int i = 2; i < argc; ++i) {
    std::ifstream file(argv[i]);
    for (std::string line; std::getline(file, line);) inputs.push_back(line);
  }
  if (inputs.empty()) {
    std::fprintf(stderr, "no seeds\n");
    return 2;
  }
  const auto run = [](const std::string& text) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  for (const auto& input : inputs) run(input);
  Generator generator(1);
  long count = 0;
  const auto start = std::chrono::steady_clock::now();
  while (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < seconds) {
    std::string text = mutate(inputs[below(generator, inputs.size())], inputs, generator);
    run(text);
    ++count;
    // Some mutations become parents themselves, so that changes pile up.
    if (generator() % 64 == 0) {
      if (inputs.size() < 2000)
        inputs.push_back(std::move(text));
      else
        inputs[below(generator, inputs.size())] = std::move(text);
    }
  }
  std::printf("%ld inputs in %g s\n", count, seconds);
  return 0;
}
