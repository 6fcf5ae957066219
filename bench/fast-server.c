// The fastest HTTP server there is to measure a generator with: one fixed answer, no parsing but for the end of a head.
// Prints its port, ends with its standard input. Usage: fast-server [headers] [bytes of the body]
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static char answer[1 << 20];
static char input[1 << 16];

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

int main(int argc, char **argv) {
  size_t length = prepare(argc > 1 ? atoi(argv[1]) : 2, argc > 2 ? atoi(argv[2]) : 2);
  int one = 1, queue = epoll_create1(0), listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  watch(queue, listener);
  watch(queue, 0);
  struct epoll_event ready[256];
  for (;;) {
    int count = epoll_wait(queue, ready, 256, -1);
    for (int i = 0; i < count; i++) {
      int fd = ready[i].data.fd;
      if (fd == 0) return 0;
      if (fd == listener) {
        int client = accept(listener, 0, 0);
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(queue, client);
        continue;
      }
      ssize_t got = read(fd, input, sizeof input);
      if (got <= 0) close(fd);
      else if (memmem(input, got, "\r\n\r\n", 4) && write(fd, answer, length) < 0) close(fd);
    }
  }
}
