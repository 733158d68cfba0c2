// Runs a fuzz target without libFuzzer: `program SECONDS SEED_FILE...`. Each line of the seed files is an input; from
// there on, inputs are mutations of inputs, in one order for all runs. A crash, a hang and a leak end the program and
// show the input. Unlike libFuzzer it does not see what an input reaches, so it finds less.

#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <new>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::atomic<long> living_blocks = 0;  ///< allocated and not yet freed

}  // namespace

// The other forms of new and delete come down to these, but for over-aligned types, which are not counted.
void* operator new(std::size_t size) {
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  ++living_blocks;
  return block;
}
void operator delete(void* block) noexcept {
  if (block != nullptr) --living_blocks;
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

namespace {

constexpr unsigned longest_seconds = 20;  ///< for one input; they take microseconds
constexpr std::array deadly{SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGILL, SIGSEGV};

std::string current_input;
std::array<struct sigaction, deadly.size()> default_actions;

void show_input() {
  std::fprintf(stderr, "\nThe input that did it (%zu bytes) is between the lines:\n----\n", current_input.size());
  std::fwrite(current_input.data(), 1, current_input.size(), stderr);
  std::fputs("\n----\n", stderr);
}

/// Shows the input, then dies as the program would have without. Not what a signal handler may do by the book (stdio),
/// but the program ends here in any case, at the latest by the test's timeout.
void on_death(int signal_number) {
  for (std::size_t i = 0; i < deadly.size(); ++i) sigaction(deadly[i], &default_actions[i], nullptr);
  if (signal_number == SIGALRM) std::fprintf(stderr, "one input took more than %u s\n", longest_seconds);
  show_input();
  std::raise(signal_number);
}

void watch_for_death() {
  // Its own stack, for the usual crash of a parser is that of a full stack.
  static std::array<char, 1U << 16U> memory;
  stack_t stack{};
  stack.ss_sp = memory.data();
  stack.ss_size = memory.size();
  sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_handler = on_death;
  action.sa_flags = SA_ONSTACK;
  for (std::size_t i = 0; i < deadly.size(); ++i) sigaction(deadly[i], &action, &default_actions[i]);
}

/// Runs the target; gives by how many blocks of memory it left more than it found.
long run_once() {
  const long before = living_blocks;
  alarm(longest_seconds);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current_input.data()), current_input.size());
  return living_blocks - before;
}

void run(const std::string& text) {
  current_input = text;
  // Tables that are made when first used stay; a leak leaves something behind every time.
  if (run_once() <= 0 || run_once() <= 0) return;
  const long lost = run_once();
  if (lost <= 0) return;
  std::fprintf(stderr, "a leak: each run leaves %ld blocks of memory behind\n", lost);
  show_input();
  std::_Exit(1);
}

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
  watch_for_death();
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
  alarm(0);
  std::printf("%ld inputs in %g s\n", count, seconds);
  return 0;
}
