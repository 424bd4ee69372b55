/* lines <MiB> <bulk|each>: prints lines of 100 bytes, in writes of 8 KB or one write each; then its processor time on standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LINE 100
#define LINES 80

static void all(const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(1, bytes, length);
		if (written <= 0)
			exit(1);
		bytes += written;
		length -= written;
	}
}

int main(int argc, char **argv)
{
	char block[LINE * LINES];
	struct rusage used;
	if (argc < 3)
		return 2;
	long lines = atol(argv[1]) * (1 << 20) / LINE;
	int bulk = !strcmp(argv[2], "bulk");
	memset(block, 'x', sizeof block);
	for (int i = 1; i <= LINES; i++)
		block[i * LINE - 1] = '\n';
	for (long left = lines; left > 0; left -= bulk ? LINES : 1)
		all(block, LINE * (bulk ? (left < LINES ? left : LINES) : 1));
	getrusage(RUSAGE_SELF, &used);
	fprintf(stderr, "cpu %ld\n", (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000
			+ (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000);
	return 0;
}
