#include "io/result/create.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>

#include "engine/core/error.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

/// The text of the input/output error that creating the file raises; "" if none.
std::string refusal(const ResultFileRequest& request, const std::string& path,
                    ExistingFile existing = ExistingFile::refuse) {
  try {
    create_result_file(request, path, existing);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input_output);
    return error.what();
  }
  return {};
}

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(CreateResultFile, RefusesAnExistingFileUnlessToldOtherwise) {
  const TemporaryFolder folder;
  const std::string path = folder.file("run.h5");
  std::ofstream(path) << "precious";
  const SyntheticRun run({});
  EXPECT_THAT(refusal(run.request, path), HasSubstr("exists already"));
  EXPECT_THAT(refusal(run.request, path), HasSubstr("--overwrite"));
  EXPECT_EQ(content(path), "precious");
}

TEST(CreateResultFile, ReplacesNothingButResults) {
  const TemporaryFolder folder;
  const SyntheticRun run({});
  std::ofstream(folder.file("notes.txt")) << "precious";
  EXPECT_THAT(refusal(run.request, folder.file("notes.txt"), ExistingFile::replace), HasSubstr("not a doSDE result"));
  EXPECT_EQ(content(folder.file("notes.txt")), "precious");
  create_result_file(run.request, folder.file("run.h5"));
  const SyntheticRun longer({.trajectories = 20000});
  EXPECT_EQ(refusal(longer.request, folder.file("run.h5"), ExistingFile::replace), "");
  EXPECT_GE(std::filesystem::file_size(folder.file("run.h5")), result_file_bytes(longer.request));
  EXPECT_FALSE(std::filesystem::exists(folder.file("run.h5.part")));
}

TEST(CreateResultFile, NeverReplacesWhatTheRunIsReadFrom) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  create_result_file(run.request, folder.file("before.h5"));
  const std::string before = content(folder.file("before.h5"));
  std::filesystem::create_hard_link(folder.file("before.h5"), folder.file("other_name.h5"));
  run.request.inputs = {"gone.toml", folder.file("before.h5")};
  EXPECT_THAT(refusal(run.request, folder.file("other_name.h5"), ExistingFile::replace), HasSubstr("is made from"));
  EXPECT_EQ(content(folder.file("before.h5")), before);
}

TEST(CreateResultFile, EqualRequestsGiveEqualBytes) {
  const TemporaryFolder folder;
  const SyntheticRun run({});
  create_result_file(run.request, folder.file("a.h5"));
  create_result_file(run.request, folder.file("b.h5"));
  EXPECT_TRUE(content(folder.file("a.h5")) == content(folder.file("b.h5")));
}

TEST(CreateResultFile, NamesTheFolderThatIsMissingOrAFile) {
  const TemporaryFolder folder;
  const SyntheticRun run({});
  EXPECT_THAT(refusal(run.request, folder.file("none/run.h5")), HasSubstr("there is no folder"));
  EXPECT_THAT(refusal(run.request, folder.path(), ExistingFile::replace), HasSubstr("is a folder"));
  std::ofstream(folder.file("plain")) << "text";
  EXPECT_THAT(refusal(run.request, folder.file("plain/run.h5")), HasSubstr("there is no folder"));
}

/// Runs as another user in a child process, because root may write anywhere.
TEST(CreateResultFile, SaysThatAFolderIsNotWritable) {
  if (geteuid() != 0) {
    const TemporaryFolder folder;
    chmod(folder.path().c_str(), 0555);
    EXPECT_THAT(refusal(SyntheticRun({}).request, folder.file("run.h5")), HasSubstr("not writable"));
    return;
  }
  const TemporaryFolder folder;
  chmod(folder.path().c_str(), 0755);
  const pid_t child = fork();
  if (child == 0) {
    if (setuid(65534) != 0) _exit(2);
    _exit(refusal(SyntheticRun({}).request, folder.file("run.h5")).find("not writable") != std::string::npos ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(CreateResultFile, SaysHowManyBytesAreNeededAndFree) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  run.request.shape.trajectories = 1'000'000'000'000;  // 3 scenarios x 7 times x 3 variables x 8 bytes: 504 TB
  run.request.shape.unit_size = 64 << 20;
  const std::string sentence = refusal(run.request, folder.file("run.h5"));
  EXPECT_THAT(sentence, HasSubstr("needs"));
  EXPECT_THAT(sentence, HasSubstr("TB ("));
  EXPECT_THAT(sentence, HasSubstr("free"));
  run.request.shape.trajectories = std::int64_t{1} << 61;
  run.request.shape.unit_size = std::int64_t{1} << 60;
  EXPECT_THAT(refusal(run.request, folder.file("run.h5")), HasSubstr("exabytes"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(CreateResultFile, WhatPlanForetellsIsWhatTheFileTakes) {
  const TemporaryFolder folder;
  const SyntheticRun run({.trajectories = 20000});
  create_result_file(run.request, folder.file("run.h5"));
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(folder.file("run.h5")));
  EXPECT_GE(size, result_file_bytes(run.request));
  EXPECT_LE(size, result_file_bytes(run.request) + 200'000);
}

/// A limit on the size of files stands in for a full disk: every write beyond it fails, for root too.
TEST(CreateResultFile, FailsBeforeTheRunWhenBlocksCannotBeReserved) {
  const TemporaryFolder folder;
  const SyntheticRun run({.trajectories = 200'000});  // 100 MB
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {20'000'000, 20'000'000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(2);
    const bool is_refused = !refusal(run.request, folder.file("run.h5")).empty();
    _exit(is_refused ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));  // neither the file nor its .part
}

TEST(CreateResultFile, AFullDiskIsMetBeforeTheRun) {
  const TemporaryFolder folder;
  if (mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=8m") != 0) {
    GTEST_SKIP() << "mounting a small disk is not allowed here: " << std::strerror(errno);
  }
  const SyntheticRun run({.trajectories = 200'000});
  const std::string sentence = refusal(run.request, folder.file("run.h5"));
  const bool is_empty = std::filesystem::is_empty(folder.path());
  umount(folder.path().c_str());
  EXPECT_THAT(sentence, HasSubstr("has only 8.4 MB"));
  EXPECT_TRUE(is_empty);
}

TEST(CreateResultFile, RefusesARequestThatContradictsItself) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  run.request.output.keep_trajectories = false;
  try {
    create_result_file(run.request, folder.file("run.h5"));
    FAIL() << "quantiles without trajectories were accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    EXPECT_THAT(error.what(), HasSubstr("quantiles"));
  }
  run.request.output.quantiles.clear();
  run.request.shape.parameter_values.pop_back();
  EXPECT_THROW(create_result_file(run.request, folder.file("run.h5")), Error);
}

}  // namespace
}  // namespace dosde
