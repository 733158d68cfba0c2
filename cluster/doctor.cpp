#include "cluster/doctor.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "cluster/file_system.hpp"
#include "cluster/folder_trials.hpp"
#include "cluster/mpi_io_probe.hpp"
#include "cluster/probe_file.hpp"
#include "cluster/run_together.hpp"
#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "io/result/crc32c.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/hdf5_version.hpp"
#include "io/result/raw_file.hpp"

namespace dosde {
namespace {

constexpr std::int64_t blocks_a_rank = 256;

class Examination {
 public:
  Examination(const std::string& folder, const Session& session) : folder_(folder), session_(session) {
    int speaker = 0;  // every rank uses the names that the first one chose
    const std::string own = session.is_first() ? folder + "/.dosde-doctor-" + std::to_string(getpid()) : std::string();
    stem_ = session.first_text(own, speaker);
  }

  std::vector<DoctorFinding> run() {
    tell_versions();
    tell_file_system();
    alone(try_reserve);
    alone(try_large_write);
    alone(try_rename);
    try_shared_pages();
    try_locks();
    try_mpi_io();
    return findings_;
  }

 private:
  [[nodiscard]] std::string ranks() const {
    return std::to_string(session_.size()) + (session_.size() == 1 ? " rank" : " ranks");
  }

  void add(const std::string& what, Health health, const std::string& detail) {
    findings_.push_back({what, health, detail});
  }

  /// A trial of the first rank. A folder that cannot be used at all ends the examination on every rank.
  void alone(DoctorFinding (*trial)(const std::string& stem)) {
    run_together(session_, [&] {
      if (session_.is_first()) findings_.push_back(trial(stem_));
    });
  }

  void tell_versions() {
    const BuildInformation& build = build_information();
    add("doSDE", Health::good, build.version + ", " + build.compiler);
    add("Kokkos", Health::good, build.kokkos_version + " (" + build.kokkos_backends + ")");
    add("HDF5", Health::good, hdf5_library_version() + ", used for metadata; data are written by pwrite");
    const std::string mpi = mpi_library();
    if (mpi.empty()) {
      add("MPI", Health::notable, "not built in: a run is one process, or several with --shard and merge");
    } else {
      add("MPI", Health::good, mpi + ", " + ranks());
    }
    if (const char* choice = std::getenv("HDF5_USE_FILE_LOCKING"); choice != nullptr)
      add("HDF5_USE_FILE_LOCKING", Health::good,
          "is '" + std::string(choice) + "'; doSDE does without HDF5's locks anyway");
  }

  void tell_file_system() {
    run_together(session_, [&] {
      const FileSystem system = file_system_of(folder_);
      struct statvfs disk = {};
      if (statvfs(folder_.c_str(), &disk) != 0)
        throw Error(ErrorKind::input_output, "cannot look at the folder '" + folder_ + "'", std::strerror(errno));
      const double free_bytes = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
      std::string detail = system.name + (system.is_shared ? ", shared between machines" : "");
      if (!system.remark.empty()) detail += "; " + system.remark;
      const std::string advice = layout_advice(system);
      if (!advice.empty()) detail += "; " + advice;
      add("file system", system.remark.empty() ? Health::good : Health::notable, detail);
      const bool is_full = free_bytes < 1e9;
      add("free space", is_full ? Health::notable : Health::good,
          std::to_string(std::llround(free_bytes / 1e6)) + " MB");
    });
  }

  /// The blocks of a rank, between those of others.
  template <class Visit>
  void each_block_of(int rank, const Visit& visit) const {
    for (std::int64_t k = 0; k < blocks_a_rank; ++k) visit(k * session_.size() + rank);
  }

  /// Every rank writes blocks between those of others, and reads those of its neighbour.
  void try_shared_pages() {
    std::unique_ptr<ProbeFile> probe;
    const std::string path = stem_ + ".shared";
    run_together(session_, [&] {
      if (session_.is_first()) probe = std::make_unique<ProbeFile>(path);
    });
    run_together(session_, [&] {
      const RawFile file(path, RawFile::Access::read_write);
      each_block_of(session_.rank(), [&](std::int64_t block) {
        file.write_at(block * probe_block_bytes, probe_block(block).data(), probe_block_bytes);
      });
    });
    tell_wrong_blocks("shared writes", path, "pwrite from");
  }

  void tell_wrong_blocks(const std::string& what, const std::string& path, const std::string& how) {
    std::int64_t wrong = 0;
    run_together(session_, [&] {
      const RawFile file(path, RawFile::Access::read);
      std::vector<char> found(probe_block_bytes);
      each_block_of((session_.rank() + 1) % session_.size(), [&](std::int64_t block) {
        file.read_at(block * probe_block_bytes, found.data(), probe_block_bytes);
        const std::vector<char> expected = probe_block(block);
        if (crc32c(found.data(), probe_block_bytes) != crc32c(expected.data(), probe_block_bytes)) ++wrong;
      });
    });
    wrong = session_.sum(wrong);
    const std::string more = session_.size() == 1 ? " (start it under mpirun or srun for more)" : "";
    const std::string where = how + " " + ranks() + more + " into shared pages";
    if (wrong == 0) {
      add(what, Health::good, where + ", read by others: right");
    } else {
      add(what, Health::bad,
          where + ": " + std::to_string(wrong) + " of " + std::to_string(blocks_a_rank * session_.size()) +
              " blocks are wrong; use run --layout sharded here");
    }
  }

  /// The first rank holds a lock; nobody else may get it.
  void try_locks() {
    std::unique_ptr<FileLock> held;
    std::string failure;
    run_together(session_, [&] {
      if (!session_.is_first()) return;
      try {
        held = std::make_unique<FileLock>(stem_);
      } catch (const Error& error) {
        failure = error.what();
      }
    });
    std::int64_t intruders = 0;
    if (!session_.is_any(!failure.empty())) {
      try {
        const FileLock second(stem_);
        intruders = 1;
      } catch (const Error&) {
        intruders = 0;  // as it should be
      }
    }
    intruders = session_.sum(intruders);
    session_.wait_for_all();
    if (!failure.empty()) {
      add("locks", Health::bad, failure);
    } else if (intruders > 0) {
      add("locks", Health::bad,
          std::to_string(intruders) + " ranks got a lock that the first holds: two jobs could write one file");
    } else {
      add("locks", Health::good, "F_OFD_SETLK keeps other processes out, on every rank");
    }
  }

  void try_mpi_io() {
    const std::string defect = known_mpi_io_defect(mpi_library());
    if (!defect.empty()) add("MPI-IO", Health::notable, defect + "; runs do not use it");
    if (!is_mpi_in_use()) {
      if (!mpi_library().empty())
        add("MPI-IO", Health::good, "not tried: start it under mpirun or srun (runs do not use it)");
      return;
    }
    std::unique_ptr<ProbeFile> probe;
    const std::string path = stem_ + ".mpiio";
    run_together(session_, [&] {
      if (session_.is_first()) probe = std::make_unique<ProbeFile>(path);
    });
    std::vector<FilePiece> pieces;
    each_block_of(session_.rank(), [&](std::int64_t block) {
      pieces.push_back({block * probe_block_bytes, probe_block(block)});
    });
    int speaker = 0;
    const std::string failure = session_.first_text(write_by_mpi_io(path, pieces), speaker);
    if (!failure.empty()) {
      add("MPI-IO", Health::notable, failure + " (runs do not use it)");
    } else {
      session_.wait_for_all();
      tell_wrong_blocks("MPI-IO", path, "independent writes of");
    }
  }

  std::string folder_;
  const Session& session_;
  std::string stem_;
  std::vector<DoctorFinding> findings_;
};

}  // namespace

std::vector<DoctorFinding> examine_folder(const std::string& folder, const Session& session) {
  return Examination(folder, session).run();
}

}  // namespace dosde
