/* A plugin that does what a test tells it, by its options ("outputs=2", or the number in a file named with "outputs
 * in <path>", "fail: <why>", "crash", "hang") and by the
 * first parameter of a candidate, which is a value to square or, below zero, one of the misdeeds. */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "misdeeds.h"
#include "winnow/plugin/objective.h"

typedef struct {
  long outputs;
} Handle;

static int busy_in_process;

static void* create(const char* options, char* error, long error_size) {
  Handle* handle;
  if (strcmp(options, "crash") == 0) abort();
  if (strcmp(options, "hang") == 0) for (;;) usleep(1000);
  if (strcmp(options, "fail without words") == 0) return NULL;
  if (strncmp(options, "fail: ", 6) == 0) {
    snprintf(error, (size_t)error_size, "%s", options + 6);
    return NULL;
  }
  handle = calloc(1, sizeof *handle);
  handle->outputs = 1;
  sscanf(options, "outputs=%ld", &handle->outputs);
  if (strncmp(options, "outputs in ", 11) == 0) {
    FILE* file = fopen(options + 11, "r");
    if (file == NULL || fscanf(file, "%ld", &handle->outputs) != 1) handle->outputs = 0;
    if (file != NULL) fclose(file);
  }
  return handle;
}

static long outputs(const void* handle) {
  return ((const Handle*)handle)->outputs;
}

static int misbehave(int misdeed, double* output) {
  switch (misdeed) {
    case SEGFAULT:
      fprintf(stderr, "about to crash\n");
      signal(SIGSEGV, SIG_DFL); /* a sanitizer would have something to say first */
      raise(SIGSEGV);
      return 0;
    case ABORT:
      abort();
    case EXIT:
      exit(7);
    case HANG:
      for (;;) usleep(1000);
    case GIVE_STATUS:
      return 3;
    case GIVE_NAN:
      *output = NAN;
      return 0;
    case TAKE_MEMORY: {
      const size_t size = (size_t)64 << 20;
      volatile char* memory = malloc(size); /* volatile: a compiler may leave out memory that nobody sees */
      for (size_t i = 0; i < size; i += 1024) memory[i] = 1;
      *output = memory[0];
      free((void*)memory);
      return 0;
    }
    case READ_INPUT:
      *output = getchar() == EOF ? 1 : 0;
      return 0;
    case FLOOD: {
      for (int i = 0; i < 100000; ++i) printf("0123456789\n");
      return 0;
    }
    case GIVE_PROCESS:
      *output = getpid();
      return 0;
    case FORK_LARGE: { /* three processes of 40 MiB each, at once, for a third of a second */
      for (int i = 0; i < 3; ++i) {
        if (fork() == 0) {
          const size_t size = (size_t)40 << 20;
          volatile char* memory = malloc(size);
          for (size_t j = 0; j < size; j += 1024) memory[j] = 1;
          usleep(300000);
          _exit(0);
        }
      }
      while (wait(NULL) > 0) {
      }
      *output = 1;
      return 0;
    }
    case HANG_UP:
      for (int fd = 3; fd < 1000; ++fd) close(fd);
      for (;;) usleep(1000);
    default:
      return 99;
  }
}

static int evaluate(void* untyped, long n, long d, const double* x, long m, double* out) {
  Handle* handle = untyped;
  if (m != handle->outputs) return 98;
  if (__atomic_fetch_add(&busy_in_process, 1, __ATOMIC_SEQ_CST) != 0 && SERIAL) return 97;
  for (long i = 0; i < n; ++i) {
    const double first = x[i * d];
    for (long j = 0; j < m; ++j) out[i * m + j] = (double)(j + 1) * first * first;
    if (first < 0) {
      const int status = misbehave((int)first, &out[i * m]);
      if (status != 0) {
        __atomic_fetch_sub(&busy_in_process, 1, __ATOMIC_SEQ_CST);
        return status;
      }
    }
  }
  if (SERIAL) usleep(100);
  __atomic_fetch_sub(&busy_in_process, 1, __ATOMIC_SEQ_CST);
  return 0;
}

static void destroy(void* handle) {
  free(handle);
}

static const winnow_objective scripted = {
    VERSION,    SERIAL ? WINNOW_OBJECTIVE_SERIAL : WINNOW_OBJECTIVE_CONCURRENT,
    "scripted", "1.2",
    create,     outputs,
    evaluate,   destroy};

const winnow_objective* winnow_objective_plugin(void) {
  return &scripted;
}
