/* Decides how load is made and timed: N kept connections, one thread, every answer read to its end.
 *
 *   load HOST PORT WARM SECONDS REQUESTS TIMES
 *
 * REQUESTS (made by client.py): u32 connections; per connection u32 requests, u32 repeats (0 or 1),
 * then per request u32 length and the bytes as they go over the wire. A connection whose requests
 * run out stops, or starts again when it repeats. Requests begun in the first WARM seconds are not
 * timed. TIMES gets one u32 of microseconds per answer. The last line of stdout is "seconds answers
 * errors", where answers are all; before it stands the first answer that was not 200.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 64, ANSWER = 1 << 22, STUCK_MS = 60000 };

typedef struct {
    uint32_t length;
    const char *bytes;
} Request;

typedef struct {
    Request *requests;
    uint32_t count, next, repeats;
    int socket, open;
    double begun;
    char *answer;
    size_t held;
} Connection;

static Connection connections[MOST];
static uint32_t *times;
static size_t counted, room;
static long errors, answered;

static double now(void) {
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec + moment.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) fail(path);
    long size = ftell(file);
    char *held = malloc((size_t)size);
    rewind(file);
    if (!held || fread(held, 1, (size_t)size, file) != (size_t)size) fail(path);
    fclose(file);
    return held;
}

static uint32_t take(char **at) {
    uint32_t value;
    memcpy(&value, *at, sizeof value);
    *at += sizeof value;
    return value;
}

static uint32_t read_requests(char *at) {
    uint32_t count = take(&at);
    if (count > MOST) fail("too many connections");
    for (uint32_t i = 0; i < count; i++) {
        Connection *each = &connections[i];
        each->count = take(&at);
        each->repeats = take(&at);
        each->requests = calloc(each->count + 1, sizeof(Request));
        each->answer = malloc(ANSWER + 1);
        if (!each->requests || !each->answer) fail("memory");
        for (uint32_t n = 0; n < each->count; n++) {
            each->requests[n].length = take(&at);
            each->requests[n].bytes = at;
            at += each->requests[n].length;
        }
    }
    return count;
}

static void open_connection(Connection *each, const char *host, const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    int yes = 1;
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) fail(host);
    each->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (each->socket < 0) fail("socket");
    setsockopt(each->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(each->socket, (struct sockaddr *)&address, sizeof address)) fail("connect");
    each->open = 1;
}

/* Send the next request; 0 when there is none. */
static int send_next(Connection *each) {
    if (each->next == each->count && each->repeats) each->next = 0;
    if (each->next >= each->count) return 0;
    Request *request = &each->requests[each->next++];
    each->held = 0;
    each->begun = now();
    for (uint32_t sent = 0; sent < request->length;) {
        ssize_t done = send(each->socket, request->bytes + sent, request->length - sent, MSG_NOSIGNAL);
        if (done < 0) fail("send");
        sent += (uint32_t)done;
    }
    return 1;
}

/* 1 when the answer is whole. The servers measured here always say how long it is. */
static int is_whole(Connection *each) {
    each->answer[each->held] = 0;
    char *end = strstr(each->answer, "\r\n\r\n");
    if (!end) return 0;
    long length = -1;
    for (char *line = each->answer; line && line < end; line = strstr(line, "\r\n")) {
        while (*line == '\r' || *line == '\n') line++;
        if (!strncasecmp(line, "content-length:", 15)) length = atol(line + 15);
    }
    if (length < 0) {
        fprintf(stderr, "load: an answer without Content-Length\n%.300s\n", each->answer);
        exit(2);
    }
    return each->held >= (size_t)(end + 4 - each->answer) + (size_t)length;
}

static void count_answer(Connection *each, double from) {
    answered++;
    if (strncmp(each->answer, "HTTP/1.1 200", 12)) {
        if (!errors++) printf("%.8000s\n", each->answer);
    } else if (each->begun >= from) {
        if (counted == room && !(times = realloc(times, (room = room * 2 + 4096) * sizeof *times)))
            fail("memory");
        times[counted++] = (uint32_t)((now() - each->begun) * 1e6);
    }
}

/* Take what arrived; close the connection when time or its requests are over. */
static void receive(Connection *each, double from, double until) {
    ssize_t got = recv(each->socket, each->answer + each->held, ANSWER - each->held, 0);
    if (got <= 0) {
        if (!errors++) printf("the server closed a connection\n");
        each->open = 0;
        return;
    }
    each->held += (size_t)got;
    if (!is_whole(each)) return;
    count_answer(each, from);
    if (now() >= until || !send_next(each)) each->open = 0;
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: load HOST PORT WARM SECONDS REQUESTS TIMES\n");
        return 2;
    }
    uint32_t count = read_requests(read_file(argv[5]));
    double from = now() + atof(argv[3]), until = from + atof(argv[4]);
    for (uint32_t i = 0; i < count; i++) {
        open_connection(&connections[i], argv[1], argv[2]);
        connections[i].open = send_next(&connections[i]);
    }
    for (uint32_t open = count; open;) {
        struct pollfd waiting[MOST];
        Connection *who[MOST];
        open = 0;
        for (uint32_t i = 0; i < count; i++) {
            if (!connections[i].open) continue;
            who[open] = &connections[i];
            waiting[open++] = (struct pollfd){.fd = connections[i].socket, .events = POLLIN};
        }
        int ready = open ? poll(waiting, open, STUCK_MS) : 1;
        if (ready < 0) fail("poll");
        if (!ready) {
            fprintf(stderr, "load: no answer for %d seconds\n", STUCK_MS / 1000);
            return 2;
        }
        for (uint32_t i = 0; i < open; i++)
            if (waiting[i].revents) receive(who[i], from, until);
    }
    FILE *out = fopen(argv[6], "wb");
    if (!out || fwrite(times, sizeof *times, counted, out) != counted || fclose(out)) fail(argv[6]);
    printf("%.6f %ld %ld\n", now() - from, answered, errors);
    return 0;
}
