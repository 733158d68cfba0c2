#include "cluster/slurm/slurm_script.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <sstream>

#include "cluster/slurm/job_template.hpp"
#include "engine/core/error.hpp"

namespace dosde {
namespace {

constexpr std::int64_t usual_lead = 300;  ///< seconds
constexpr const char* directive = "#SBATCH";

std::string join_words(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + shell_word(word);
  return text;
}

/// sbatch splits its lines at white space and knows no quotes that all versions agree on.
const std::string& plain_word(const std::string& text, const char* what) {
  const auto is_fine = [](unsigned char letter) {
    return std::isgraph(letter) != 0 && letter != '"' && letter != '\'';
  };
  if (!std::all_of(text.begin(), text.end(), is_fine))
    throw Error(ErrorKind::usage, "'" + text + "' cannot be the " + what + " of a Slurm job",
                "a #SBATCH line holds no spaces, quotes or control characters", "choose another " + std::string(what));
  return text;
}

std::map<std::string, std::string> values_of(const SlurmJob& job) {
  const bool is_array = job.shards > 1;
  return {{"name", plain_word(job.name, "name")},
          {"nodes", std::to_string(job.nodes)},
          {"tasks_per_node", std::to_string(job.tasks_per_node)},
          {"time", plain_word(job.time, "time")},
          {"lead", std::to_string(job.lead)},
          {"log", is_array ? "%x-%A_%a.out" : "%x-%j.out"},
          {"array", is_array ? "0-" + std::to_string(job.shards - 1) : ""},
          {"partition", plain_word(job.partition, "partition")},
          {"account", plain_word(job.account, "account")},
          {"qos", plain_word(job.qos, "quality of service")},
          {"mpi", shell_word(job.mpi)},
          {"shards", std::to_string(job.shards)},
          {"restarts", std::to_string(job.restarts)},
          {"program", shell_word(job.program)},
          {"scenario", shell_word(job.scenario)},
          {"result", shell_word(job.result)},
          {"options", join_words(job.options)}};
}

/// A line with its name replaced (each line has one at most); no line where a directive has no value.
std::string filled_line(const std::string& line, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    const std::string mark = "@" + name + "@";
    const auto place = line.rfind(mark);  // the last: USR1@@lead@ has an @ of its own before it
    if (place == std::string::npos) continue;
    if (value.empty() && line.rfind(directive, 0) == 0) return {};
    return line.substr(0, place) + value + line.substr(place + mark.size()) + "\n";
  }
  return line + "\n";
}

}  // namespace

std::int64_t slurm_seconds(const std::string& time) {
  static const std::regex with_days(R"((\d{1,4})-(\d{1,3})(?::(\d{1,3}))?(?::(\d{1,3}))?)");
  static const std::regex clock(R"((\d{1,6})(?::(\d{1,3}))?(?::(\d{1,3}))?)");
  const auto number = [](const std::ssub_match& part) { return part.matched ? std::stoll(part.str()) : 0; };
  std::smatch parts;
  if (std::regex_match(time, parts, with_days))
    return ((number(parts[1]) * 24 + number(parts[2])) * 60 + number(parts[3])) * 60 + number(parts[4]);
  if (!std::regex_match(time, parts, clock))
    throw Error(ErrorKind::usage, "'" + time + "' is no time limit", "", "write hh:mm:ss, d-hh:mm:ss or minutes");
  if (parts[3].matched) return (number(parts[1]) * 60 + number(parts[2])) * 60 + number(parts[3]);
  return number(parts[1]) * 60 + number(parts[2]);
}

std::int64_t default_lead(std::int64_t limit) { return std::min(usual_lead, limit / 4); }

std::string shell_word(const std::string& text) {
  const auto is_safe = [](unsigned char letter) {
    return std::isalnum(letter) != 0 || std::string("_-./=:,+%").find(static_cast<char>(letter)) != std::string::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_safe)) return text;
  std::string word = "'";
  for (const char letter : text) word += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return word + "'";
}

std::string slurm_script(const SlurmJob& job) {
  const auto values = values_of(job);
  std::istringstream lines{std::string(slurm_job_template())};
  std::string script;
  for (std::string line; std::getline(lines, line);) script += filled_line(line, values);
  return script;
}

}  // namespace dosde
