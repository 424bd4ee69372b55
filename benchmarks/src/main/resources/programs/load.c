/* Clients on one thread. load <json|line|length> <port|/path> <size> <connections> <in flight>; for each line of milliseconds
   on its input it loads the server that long and prints "result replies nanoseconds p50 p99", or "wrong" and a reason. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define HEAD "{\"id\":\""
#define MIDDLE "\",\"data\":\""
#define TAIL "\"}"
#define DIGITS 10
#define LATENCIES (1 << 16)

struct client {
	int fd;
	int waits_for_room;
	long next_sent, next_due;
	size_t out_from, out_to, held;
	char *out, *in;
	long *sent_at;
};

static char *frame;
static size_t frame_length, number_at;
static size_t in_size, out_size;
static int in_flight, epoll_fd;
static long latencies[LATENCIES];
static long replies, open_messages, last, deadline;
static int late;

static void wrong(const char *what)
{
	printf("wrong %s\n", what);
	fflush(stdout);
	exit(1);
}

/* The server is not there, or not up to it; no reply was wrong. */
static void failed(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

static long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void make_frame(const char *framing, size_t size)
{
	size_t header = strcmp(framing, "length") == 0 ? 4 : 0;
	size_t end = header ? 0 : 1;
	size_t filling = size - strlen(HEAD) - DIGITS - strlen(MIDDLE) - strlen(TAIL);
	frame_length = header + size + end;
	frame = malloc(frame_length + 1);
	char *at = frame;
	if (header) {
		uint32_t length = htonl(size);
		memcpy(at, &length, 4);
		at += 4;
	}
	at = stpcpy(at, HEAD);
	number_at = at - frame;
	memset(at, '0', DIGITS);
	at = stpcpy(at + DIGITS, MIDDLE);
	memset(at, 'x', filling);
	at = stpcpy(at + filling, TAIL);
	if (end)
		*at = '\n';
}

static char *message(long number)
{
	for (int i = DIGITS - 1; i >= 0; i--, number /= 10)
		frame[number_at + i] = '0' + number % 10;
	return frame;
}

static void put(struct client *c, long time)
{
	memcpy(c->out + c->out_to, message(c->next_sent), frame_length);
	c->out_to += frame_length;
	c->sent_at[c->next_sent++ % in_flight] = time;
	open_messages++;
}

static void flush(struct client *c)
{
	while (c->out_from < c->out_to) {
		ssize_t n = write(c->fd, c->out + c->out_from, c->out_to - c->out_from);
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0)
			failed("a connection does not take a message");
		c->out_from += n;
	}
	int waits = c->out_from < c->out_to;
	if (!waits)
		c->out_from = c->out_to = 0;
	else if (c->out_from > 0) {
		memmove(c->out, c->out + c->out_from, c->out_to - c->out_from);
		c->out_to -= c->out_from;
		c->out_from = 0;
	}
	if (epoll_fd >= 0 && waits != c->waits_for_room) {
		struct epoll_event event = { .events = EPOLLIN | (waits ? EPOLLOUT : 0), .data.ptr = c };
		epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event);
		c->waits_for_room = waits;
	}
}

/* Counts a reply; those that come too late count only as long as none has come in time. */
static int received(long sent_at, long time)
{
	int in_time = time < deadline;
	open_messages--;
	late |= !in_time && replies == 0;
	if (in_time || late) {
		latencies[replies++ % LATENCIES] = time - sent_at;
		last = time;
	}
	return in_time;
}

static void take(struct client *c, int again)
{
	ssize_t n = read(c->fd, c->in + c->held, in_size - c->held);
	if (n < 0 && errno == EAGAIN && epoll_fd >= 0)
		return;
	if (n < 0 && errno == EAGAIN)
		failed("replies are missing");
	if (n <= 0)
		failed("the server has closed a connection");
	c->held += n;
	size_t at = 0;
	long time = now();
	while (c->held - at >= frame_length) {
		if (memcmp(c->in + at, message(c->next_due), frame_length) != 0)
			wrong("a reply is not the message that is due");
		at += frame_length;
		if (received(c->sent_at[c->next_due++ % in_flight], time) && again)
			put(c, time);
	}
	if (at > 0)
		memmove(c->in, c->in + at, c->held - at);
	c->held -= at;
}

static int connected(const char *address)
{
	int fd, yes = 1, refused;
	struct timeval patience = { .tv_sec = 30 };
	if (address[0] == '/') {
		struct sockaddr_un to = { .sun_family = AF_UNIX };
		strncpy(to.sun_path, address, sizeof to.sun_path - 1);
		fd = socket(AF_UNIX, SOCK_STREAM, 0);
		refused = connect(fd, (struct sockaddr *) &to, sizeof to);
	}
	else {
		struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
			.sin_port = htons(atoi(address)) };
		fd = socket(AF_INET, SOCK_STREAM, 0);
		refused = connect(fd, (struct sockaddr *) &to, sizeof to);
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	}
	if (refused)
		failed("nobody listens");
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	return fd;
}

static void open_client(struct client *c, const char *address)
{
	c->fd = connected(address);
	c->out = malloc(out_size);
	c->in = malloc(in_size);
	c->sent_at = calloc(in_flight, sizeof(long));
	if (epoll_fd >= 0) {
		struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };
		fcntl(c->fd, F_SETFL, O_NONBLOCK);
		epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event);
	}
}

static void round_trips(struct client *c)
{
	long time = now();
	do {
		put(c, time);
		flush(c);
		for (long due = c->next_due; c->next_due == due;)
			take(c, 0);
		time = now();
	} while (time < deadline);
}

static void many(struct client *clients, int count)
{
	struct epoll_event events[256];
	long time = now();
	for (int i = 0; i < count; i++) {
		for (int j = 0; j < in_flight; j++)
			put(&clients[i], time);
		flush(&clients[i]);
	}
	while (open_messages > 0) {
		int n = epoll_wait(epoll_fd, events, 256, 1000);
		if (now() - deadline > 30 * 1000000000L)
			failed("replies are missing");
		for (int i = 0; i < n; i++) {
			struct client *c = events[i].data.ptr;
			if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
				take(c, 1);
			flush(c);
		}
	}
}

static int ascending(const void *one, const void *other)
{
	long difference = *(const long *) one - *(const long *) other;
	return (difference > 0) - (difference < 0);
}

static void report(long start)
{
	long known = replies < LATENCIES ? replies : LATENCIES;
	if (known == 0)
		failed("no reply came");
	qsort(latencies, known, sizeof(long), ascending);
	printf("result %ld %ld %ld %ld\n", replies, last - start, latencies[(known - 1) / 2], latencies[99 * (known - 1) / 100]);
	fflush(stdout);
}

int main(int count, char **arguments)
{
	if (count != 6)
		return 2;
	int connections = atoi(arguments[4]);
	in_flight = atoi(arguments[5]);
	make_frame(arguments[1], atoi(arguments[3]));
	out_size = in_flight * frame_length;
	in_size = 2 * frame_length > 65536 ? 2 * frame_length : 65536;
	epoll_fd = connections == 1 && in_flight == 1 ? -1 : epoll_create1(0);
	struct client *clients = calloc(connections, sizeof *clients);
	for (int i = 0; i < connections; i++)
		open_client(&clients[i], arguments[2]);
	char line[64];
	while (fgets(line, sizeof line, stdin)) {
		long start = now();
		deadline = start + atol(line) * 1000000L;
		replies = open_messages = late = 0;
		if (epoll_fd < 0)
			round_trips(clients);
		else
			many(clients, connections);
		report(start);
	}
	return 0;
}
