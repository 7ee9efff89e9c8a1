/* A sphere, and ways of taking time over it: the same for the plugin and for the bare loop. */
#ifndef WINNOW_BENCHMARKS_TIMED_SPHERE_H
#define WINNOW_BENCHMARKS_TIMED_SPHERE_H

#include <stdio.h>
#include <string.h>
#include <time.h>

/* "spin SECONDS" of time, "compute SECONDS" of processor time (so that what else runs on the machine does not
 * count), or "sleep SECONDS". */
typedef struct {
  char way[8];
  double seconds;
} manner;

/* Nonzero if `text` is a manner. */
static inline int parse_manner(const char* text, manner* how) {
  return sscanf(text, "%7s %lf", how->way, &how->seconds) == 2;
}

static inline double sphere(long d, const double* x) {
  double sum = 0;
  for (long i = 0; i < d; ++i) sum += x[i] * x[i];
  return sum;
}

static inline double seconds_of(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Keeps the processor busy until `clock` has gone on by `seconds`. */
static inline void wait_by(clockid_t clock, double seconds) {
  const double end = seconds_of(clock) + seconds;
  while (seconds_of(clock) < end) {
  }
}

static inline void pass(const manner* how) {
  if (strcmp(how->way, "sleep") == 0) {
    struct timespec time;
    time.tv_sec = (time_t)how->seconds;
    time.tv_nsec = (long)(1e9 * (how->seconds - (double)time.tv_sec));
    nanosleep(&time, NULL);
  } else {
    wait_by(strcmp(how->way, "spin") == 0 ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, how->seconds);
  }
}

#endif
