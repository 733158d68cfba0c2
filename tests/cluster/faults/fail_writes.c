// LD_PRELOAD: makes writes to result files (*.h5) fail. DOSDE_FAULT says how: "short" (every write stops half-way),
// "interrupted" (every second one is EINTR), "EIO:k" or "ENOSPC:k" (the k-th and all that follow). Only on the rank
// DOSDE_FAULT_RANK, where that is set.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

typedef ssize_t (*Pwrite)(int, const void*, size_t, off_t);

static int is_result_file(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, path, sizeof path);
  return length > 3 && memcmp(path + length - 3, ".h5", 3) == 0;
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
  if (colon == NULL || writes < atol(colon + 1)) return real(descriptor, data, bytes, offset);
  errno = strncmp(fault, "ENOSPC", 6) == 0 ? ENOSPC : EIO;
  return -1;
}

ssize_t pwrite(int descriptor, const void* data, size_t bytes, off_t offset) {
  return faulty_pwrite("pwrite", descriptor, data, bytes, offset);
}

ssize_t pwrite64(int descriptor, const void* data, size_t bytes, off_t offset) {
  return faulty_pwrite("pwrite64", descriptor, data, bytes, offset);
}
