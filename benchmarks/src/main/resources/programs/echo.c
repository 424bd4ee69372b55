/* The floor below all floors: epoll, one thread. echo <json|line|length> <tcp|/path>; one write for what one read has brought. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BUFFER (1 << 20)

struct client {
	int fd;
	size_t held;
	char *bytes;
};

static char out[2 * BUFFER];
static int by_length;

static int listening(const char *address)
{
	int fd;
	if (address[0] == '/') {
		struct sockaddr_un at = { .sun_family = AF_UNIX };
		strncpy(at.sun_path, address, sizeof at.sun_path - 1);
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
		if (bind(fd, (struct sockaddr *) &at, sizeof at) || listen(fd, 256))
			exit(1);
		printf("ready %s\n", address);
	}
	else {
		struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		socklen_t length = sizeof at;
		fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		if (bind(fd, (struct sockaddr *) &at, sizeof at) || listen(fd, 256))
			exit(1);
		getsockname(fd, (struct sockaddr *) &at, &length);
		printf("ready %d\n", ntohs(at.sin_port));
	}
	fflush(stdout);
	return fd;
}

/* Copies whole frames to 'out'; returns how many bytes of them there are. */
static size_t answer(struct client *c)
{
	size_t from = 0, to = 0;
	while (from < c->held) {
		size_t length;
		if (by_length) {
			uint32_t size;
			if (c->held - from < 4)
				break;
			memcpy(&size, c->bytes + from, 4);
			length = 4 + (size_t) ntohl(size);
			if (c->held - from < length)
				break;
		}
		else {
			char *end = memchr(c->bytes + from, '\n', c->held - from);
			if (!end)
				break;
			length = end + 1 - (c->bytes + from);
		}
		memcpy(out + to, c->bytes + from, length);
		to += length;
		from += length;
	}
	memmove(c->bytes, c->bytes + from, c->held - from);
	c->held -= from;
	return to;
}

static int serve(struct client *c)
{
	ssize_t count = read(c->fd, c->bytes + c->held, BUFFER - c->held);
	if (count <= 0)
		return count < 0 && errno == EAGAIN;
	c->held += count;
	size_t length = answer(c), done = 0;
	while (done < length) {
		ssize_t written = write(c->fd, out + done, length - done);
		if (written < 0 && errno != EAGAIN)
			return 0;
		done += written > 0 ? written : 0;
	}
	return 1;
}

int main(int argc, char **argv)
{
	int one = 1, poll = epoll_create1(0);
	if (argc < 3)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	by_length = !strcmp(argv[1], "length");
	int server = listening(argv[2]);
	struct client input = { .fd = 0 }, door = { .fd = server };
	epoll_ctl(poll, EPOLL_CTL_ADD, 0, &(struct epoll_event) { EPOLLIN, { .ptr = &input } });
	epoll_ctl(poll, EPOLL_CTL_ADD, server, &(struct epoll_event) { EPOLLIN, { .ptr = &door } });
	while (1) {
		struct epoll_event events[256];
		int count = epoll_wait(poll, events, 256, -1);
		for (int i = 0; i < count; i++) {
			struct client *c = events[i].data.ptr;
			if (c == &input) {
				char byte;
				if (read(0, &byte, 1) <= 0)
					return 0;
			}
			else if (c == &door) {
				int fd = accept4(server, NULL, NULL, SOCK_NONBLOCK);
				if (fd < 0)
					continue;
				setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
				struct client *added = malloc(sizeof *added);
				*added = (struct client) { fd, 0, malloc(BUFFER) };
				epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event) { EPOLLIN, { .ptr = added } });
			}
			else if (!serve(c)) {
				close(c->fd);
				free(c->bytes);
				free(c);
			}
		}
	}
}
