/* Sends requests made beforehand over many connections and times each answer.

   load PORT CONNECTIONS SECONDS FILE

   FILE is a row of requests, each after its length (4 bytes, big-endian). Every request is sent
   once, the next one of the file by whichever connection is free, until the file or the time ends.
   Prints one line of JSON: answers by status, seconds, and milliseconds of the quantiles. */
#define _GNU_SOURCE /* strcasestr */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_MAX 65536

struct connection {
    int socket;
    size_t length;
    double began;
    char answer[ANSWER_MAX];
};

static const unsigned char *data, *end;
static int statuses[600];
static float *times;
static size_t answered, room;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

/* Sends the next request; 0 when there is none. A request is far smaller than a socket's buffer. */
static int send_next(struct connection *one) {
    if (data >= end) return 0;
    size_t length = (size_t)data[0] << 24 | data[1] << 16 | data[2] << 8 | data[3];
    one->length = 0;
    one->began = now();
    if (send(one->socket, data + 4, length, MSG_NOSIGNAL) != (ssize_t)length) fail("send");
    data += 4 + length;
    return 1;
}

/* Whether the answer is whole: its head, and as much after it as the head says. */
static int is_whole(struct connection *one) {
    one->answer[one->length] = 0;
    char *body = strstr(one->answer, "\r\n\r\n");
    if (!body) return 0;
    char *field = strcasestr(one->answer, "\r\ncontent-length:");
    size_t length = field && field < body ? strtoul(field + 17, NULL, 10) : 0;
    return one->length >= (size_t)(body + 4 - one->answer) + length;
}

static void keep(struct connection *one) {
    int status = atoi(one->answer + 9);
    statuses[status > 0 && status < 600 ? status : 0]++;
    if (answered == room) {
        room = room ? room * 2 : 1 << 16;
        times = realloc(times, room * sizeof *times);
        if (!times) fail("realloc");
    }
    times[answered++] = (now() - one->began) * 1e3;
}

static void receive(struct connection *one) {
    ssize_t got = recv(one->socket, one->answer + one->length, ANSWER_MAX - 1 - one->length, 0);
    if (got <= 0) fail("the server closed a connection");
    one->length += got;
}

static void open_socket(struct connection *one, int port, int poll) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    one->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(one->socket, (struct sockaddr *)&address, sizeof address)) fail("connect");
    setsockopt(one->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, one->socket, &event)) fail("epoll_ctl");
}

static int ascending(const void *a, const void *b) {
    float one = *(const float *)a, other = *(const float *)b;
    return (one > other) - (one < other);
}

static double quantile(double part) {
    return answered ? times[(size_t)(part * (answered - 1))] : 0;
}

static void tell(double seconds) {
    qsort(times, answered, sizeof *times, ascending);
    printf("{\"answers\": %zu, \"seconds\": %.4f, \"statuses\": {", answered, seconds);
    const char *comma = "";
    for (int status = 0; status < 600; status++) {
        if (!statuses[status]) continue;
        printf("%s\"%d\": %d", comma, status, statuses[status]);
        comma = ", ";
    }
    printf("}, \"p50\": %.3f, \"p99\": %.3f, \"max\": %.3f}\n", quantile(.5), quantile(.99),
           quantile(1));
}

int main(int count, char **words) {
    if (count != 5) return 2;
    int connections = atoi(words[2]), file = open(words[4], O_RDONLY), poll = epoll_create1(0);
    struct stat about;
    if (file < 0 || fstat(file, &about)) fail(words[4]);
    data = mmap(NULL, about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    if (data == MAP_FAILED) fail("mmap");
    end = data + about.st_size;
    struct connection *all = calloc(connections, sizeof *all);
    if (!all) fail("calloc");
    for (int i = 0; i < connections; i++) open_socket(all + i, atoi(words[1]), poll);
    double began = now(), stop = began + atof(words[3]);
    int busy = 0;
    for (int i = 0; i < connections; i++) busy += send_next(all + i);
    while (busy > 0) {
        struct epoll_event events[256];
        int ready = epoll_wait(poll, events, 256, 60000);
        if (ready <= 0) fail("nothing was answered for a minute");
        for (int i = 0; i < ready; i++) {
            struct connection *one = events[i].data.ptr;
            receive(one);
            if (!is_whole(one)) continue;
            keep(one);
            if (one->began > stop || now() > stop || !send_next(one)) busy--;
        }
    }
    tell(now() - began);
    return 0;
}
