// LD_PRELOAD: makes writes to result files (*.h5, and *.h5.part before they have their name) fail. DOSDE_FAULT says how:
// "short" (every write stops half-way), "interrupted" (every second one is EINTR), "ERROR:k" (the k-th write and all that
// follow), "reserve:ERROR" (no space can be reserved); ERROR is EIO, ENOSPC, EDQUOT or EROFS. Only on the rank
// DOSDE_FAULT_RANK, where that is set.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t (*Pwrite)(int, const void*, size_t, off_t);
typedef int (*Fallocate)(int, int, off_t, off_t);

static int is_result_file(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, path, sizeof path);
  const int is_named = length > 3 && memcmp(path + length - 3, ".h5", 3) == 0;
  return is_named || (length > 8 && memcmp(path + length - 8, ".h5.part", 8) == 0);
}

static int number_of(const char* name) {
  if (strncmp(name, "ENOSPC", 6) == 0) return ENOSPC;
  if (strncmp(name, "EDQUOT", 6) == 0) return EDQUOT;
  if (strncmp(name, "EROFS", 5) == 0) return EROFS;
  return EIO;
}

static int is_this_rank(void) {
  const char* wanted = getenv("DOSDE_FAULT_RANK");
  const char* rank = getenv("OMPI_COMM_WORLD_RANK");
  return wanted == NULL || (rank != NULL && strcmp(wanted, rank) == 0);
}

static ssize_t faulty_pwrite(const char* name, int descriptor, const void* data, size_t bytes, off_t offset) {
  static long writes = 0;
  Pwrite real = (Pwrite)dlsym(RTLD_NEXT, name);
  const char* fault = getenv("DOSDE_FAULT");
  if (fault == NULL || !is_this_rank() || !is_result_file(descriptor)) return real(descriptor, data, bytes, offset);
  ++writes;
  if (strcmp(fault, "short") == 0) return real(descriptor, data, bytes > 1 ? bytes / 2 : bytes, offset);
  if (strcmp(fault, "interrupted") == 0 && writes % 2 == 1) return errno = EINTR, -1;
  const char* colon = strchr(fault, ':');
  if (colon == NULL || strncmp(fault, "reserve", 7) == 0 || writes < atol(colon + 1)) return real(descriptor, data, bytes, offset);
  errno = number_of(fault);
  return -1;
}

ssize_t pwrite(int descriptor, const void* data, size_t bytes, off_t offset) {
  return faulty_pwrite("pwrite", descriptor, data, bytes, offset);
}

ssize_t pwrite64(int descriptor, const void* data, size_t bytes, off_t offset) {
  return faulty_pwrite("pwrite64", descriptor, data, bytes, offset);
}

static int faulty_fallocate(const char* name, int descriptor, int mode, off_t offset, off_t bytes) {
  Fallocate real = (Fallocate)dlsym(RTLD_NEXT, name);
  const char* fault = getenv("DOSDE_FAULT");
  if (fault == NULL || strncmp(fault, "reserve:", 8) != 0 || !is_result_file(descriptor))
    return real(descriptor, mode, offset, bytes);
  errno = number_of(fault + 8);
  return -1;
}

int fallocate(int descriptor, int mode, off_t offset, off_t bytes) {
  return faulty_fallocate("fallocate", descriptor, mode, offset, bytes);
}

int fallocate64(int descriptor, int mode, off_t offset, off_t bytes) {
  return faulty_fallocate("fallocate64", descriptor, mode, offset, bytes);
}
