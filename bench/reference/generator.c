// What a generator can do on this machine: the truth that ours is held against. Prints one line of JSON, in seconds.
//
//   generator PORT CONNECTIONS SECONDS RATE [timer|spin]     open loop: Poisson arrivals, RATE a second
//   generator PORT CONNECTIONS SECONDS 0                     closed loop: every connection asks again at once
//
// `timer` sleeps until an arrival (timerfd), `spin` polls and takes a whole core. The first second is not counted. An
// arrival that finds no connection free waits for one and keeps its intended start. Send lag: from the later of intended
// start and a connection's being free to the write. Service time: from the write to the last byte. Response time: from
// the intended start to the last byte. Every answer must have the length of the first one.
#define _GNU_SOURCE
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MOST 4096
#define WAITING_MOST (1 << 20)
#define SAMPLES_MOST (1 << 23)
#define WARM_UP_NS 1000000000LL

static const char REQUEST[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n";

static struct {
  int fd, busy;
  int64_t intended_ns, sent_ns;
  size_t got;
} connections[CONNECTIONS_MOST];
static int idle[CONNECTIONS_MOST], idle_count;
static int64_t freed_ns[CONNECTIONS_MOST];

static int64_t backlog[WAITING_MOST];
static uint32_t first, last;

typedef struct {
  float *seconds;
  size_t count;
} samples;
static samples lag, service, response;

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void add(samples *to, int64_t ns) {
  if (to->count < SAMPLES_MOST) to->seconds[to->count++] = ns / 1e9;
}

static int ascending(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

static double quantile(const samples *of, double q) {
  if (of->count == 0) return 0;
  size_t rank = ceil(q * of->count);
  return of->seconds[rank > 0 ? rank - 1 : 0];
}

static void print(const char *name, samples *of) {
  qsort(of->seconds, of->count, sizeof(float), ascending);
  printf(",\"%s\":{\"count\":%zu,\"p50\":%.9f,\"p90\":%.9f,\"p95\":%.9f,\"p99\":%.9f,\"p999\":%.9f}", name, of->count,
         quantile(of, 0.5), quantile(of, 0.9), quantile(of, 0.95), quantile(of, 0.99), quantile(of, 0.999));
}

static double cpu_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static size_t answer_length;

// Of the first answer: the head, and what Content-Length says.
static size_t length_of(const char *bytes, size_t got) {
  const char *end = memmem(bytes, got, "\r\n\r\n", 4), *length = strcasestr(bytes, "content-length:");
  if (!end || !length) {
    fprintf(stderr, "expected an answer with Content-Length, got %.*s\n", (int)got, bytes);
    exit(1);
  }
  return end + 4 - bytes + atol(length + 15);
}

static void start(int c, int64_t intended_ns, int64_t count_from) {
  int64_t now = now_ns(), able = intended_ns > freed_ns[c] ? intended_ns : freed_ns[c];
  connections[c].busy = 1;
  connections[c].got = 0;
  connections[c].intended_ns = intended_ns;
  connections[c].sent_ns = now;
  if (intended_ns >= count_from) add(&lag, now - able);
  if (write(connections[c].fd, REQUEST, sizeof REQUEST - 1) < 0) exit(1);
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  int port = atoi(argv[1]), count = atoi(argv[2]);
  int64_t span_ns = atof(argv[3]) * 1e9;
  double rate = atof(argv[4]);
  int spins = argc > 5 && !strcmp(argv[5], "spin"), one = 1;
  if (count < 1 || count > CONNECTIONS_MOST) return 2;
  samples *all[] = {&lag, &service, &response};
  for (int i = 0; i < 3; i++) all[i]->seconds = malloc(SAMPLES_MOST * sizeof(float));
  prctl(PR_SET_TIMERSLACK, 1);
  srand48(1);
  int queue = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event on_timer = {.events = EPOLLIN, .data.u32 = CONNECTIONS_MOST};
  epoll_ctl(queue, EPOLL_CTL_ADD, timer, &on_timer);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  for (int c = 0; c < count; c++) {
    int fd = connections[c].fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) {
      perror("connect");
      return 1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = c};
    epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
    idle[idle_count++] = c;
  }
  static char input[1 << 18];
  int64_t begin = now_ns(), count_from = begin + WARM_UP_NS, end = count_from + span_ns;
  double next = rate > 0 ? begin - log(1 - drand48()) / rate * 1e9 : 0, cpu_before = -1;
  int64_t armed = 0, now = begin;
  size_t offered = 0, completed = 0;
  if (rate == 0)
    while (idle_count > 0) start(idle[--idle_count], begin, count_from);
  struct epoll_event ready[256];
  for (;;) {
    now = now_ns();
    if (cpu_before < 0 && now >= count_from) cpu_before = cpu_seconds();
    if (now >= end) break;
    while (rate > 0 && next <= now) {
      int64_t intended = next;
      next -= log(1 - drand48()) / rate * 1e9;
      if (intended >= count_from) offered++;
      if (idle_count > 0) start(idle[--idle_count], intended, count_from);
      else if (last - first < WAITING_MOST) backlog[last++ % WAITING_MOST] = intended;
    }
    if (!spins && rate > 0 && armed != (int64_t)next) {
      armed = next;
      struct itimerspec at = {.it_value = {armed / 1000000000LL, armed % 1000000000LL}};
      timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, 0);
    }
    int events = epoll_wait(queue, ready, 256, spins ? 0 : rate > 0 ? 100 : 10);
    for (int i = 0; i < events; i++) {
      int c = ready[i].data.u32;
      if (c == CONNECTIONS_MOST) {
        uint64_t expirations;
        if (read(timer, &expirations, sizeof expirations) < 0) continue;
        continue;
      }
      ssize_t got = read(connections[c].fd, input, sizeof input - 1);
      if (got <= 0 || !connections[c].busy) {
        fprintf(stderr, "a connection was closed\n");
        return 1;
      }
      if (answer_length == 0) {
        input[got] = 0;
        answer_length = length_of(input, got);
      }
      connections[c].got += got;
      if (connections[c].got < answer_length) continue;
      int64_t ended = now_ns();
      connections[c].busy = 0;
      freed_ns[c] = ended;
      if (connections[c].intended_ns >= count_from) {
        completed++;
        add(&service, ended - connections[c].sent_ns);
        add(&response, ended - connections[c].intended_ns);
      }
      if (rate == 0) start(c, ended, count_from);
      else if (first != last) start(c, backlog[first++ % WAITING_MOST], count_from);
      else idle[idle_count++] = c;
    }
  }
  double seconds = span_ns / 1e9, cpu = cpu_seconds() - cpu_before;
  printf("{\"offered\":%zu,\"completed\":%zu,\"ratePerSecond\":%.1f,\"cpuMicroseconds\":%.4f,\"cpuShare\":%.4f", offered,
         completed, completed / seconds, completed ? cpu / completed * 1e6 : 0, cpu / seconds);
  print("sendLag", &lag);
  print("serviceTime", &service);
  print("responseTime", &response);
  printf("}\n");
}
