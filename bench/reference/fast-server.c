// The fastest HTTP server there is to measure a generator with, of known speed: one fixed answer, no parsing but for the
// end of a head, one request at a time on each connection. Prints its port, ends with its standard input.
//
//   fast-server [headers] [bytes of the body] [µs of delay] [µs from one answer to the next] [sleep|spin]
//
// The delay lies between a request and its answer. The other time is that of a single worker, who takes one request after
// the other: 100 µs are a capacity of 10,000 a second, and what is beyond waits. `spin` keeps to the microsecond and takes
// a whole core; `sleep` is late by what the kernel's timers are, some 60 µs.
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define WAITING_MOST (1 << 16)

static char answer[1 << 20];
static size_t length;
static char input[1 << 16];

// Answers that wait for their instant: first in, first out, for the delay is the same for all.
static struct {
  int64_t due_ns;
  int fd;
} waiting[WAITING_MOST];
static uint32_t first, last;

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static size_t prepare(int headers, int body) {
  size_t n = sprintf(answer, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n", body);
  for (int i = 2; i < headers; i++) n += sprintf(answer + n, "X-Header-%d: a value of the usual length %d\r\n", i, i);
  n += sprintf(answer + n, "\r\n");
  memset(answer + n, 'k', body);
  return n + body;
}

static void watch(int queue, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
}

static void respond(int fd) {
  if (write(fd, answer, length) < 0) shutdown(fd, SHUT_RDWR);
}

static void respond_to_due(void) {
  int64_t now = now_ns();
  while (first != last && waiting[first % WAITING_MOST].due_ns <= now) respond(waiting[first++ % WAITING_MOST].fd);
}

int main(int argc, char **argv) {
  length = prepare(argc > 1 ? atoi(argv[1]) : 2, argc > 2 ? atoi(argv[2]) : 2);
  int64_t delay_ns = argc > 3 ? atof(argv[3]) * 1e3 : 0, interval_ns = argc > 4 ? atof(argv[4]) * 1e3 : 0;
  int spins = argc > 5 && !strcmp(argv[5], "spin"), waits = delay_ns > 0 || interval_ns > 0;
  int64_t free_ns = 0, armed_ns = 0;
  prctl(PR_SET_TIMERSLACK, 1);
  int one = 1, queue = epoll_create1(0), listener = socket(AF_INET, SOCK_STREAM, 0);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  watch(queue, listener);
  watch(queue, timer);
  watch(queue, 0);
  struct epoll_event ready[256];
  for (;;) {
    int64_t next_ns = first == last ? 0 : waiting[first % WAITING_MOST].due_ns;
    if (!spins && next_ns != armed_ns && next_ns != 0) {
      struct itimerspec at = {.it_value = {next_ns / 1000000000LL, next_ns % 1000000000LL}};
      timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, 0);
      armed_ns = next_ns;
    }
    int count = epoll_wait(queue, ready, 256, spins && next_ns != 0 ? 0 : -1);
    if (waits) respond_to_due();
    for (int i = 0; i < count; i++) {
      int fd = ready[i].data.fd;
      if (fd == 0) return 0;
      if (fd == timer) {
        uint64_t expirations;
        if (read(timer, &expirations, sizeof expirations) > 0) armed_ns = 0;
        continue;
      }
      if (fd == listener) {
        int client = accept(listener, 0, 0);
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(queue, client);
        continue;
      }
      ssize_t got = read(fd, input, sizeof input);
      if (got <= 0) close(fd);
      else if (memmem(input, got, "\r\n\r\n", 4)) {
        if (!waits) respond(fd);
        else if (last - first < WAITING_MOST) {
          int64_t now = now_ns();
          free_ns = (free_ns > now ? free_ns : now) + interval_ns;
          waiting[last % WAITING_MOST].due_ns = free_ns + delay_ns;
          waiting[last++ % WAITING_MOST].fd = fd;
        } else shutdown(fd, SHUT_RDWR);
      }
    }
  }
}
