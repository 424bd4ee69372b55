"""A peer: ProcessPoolExecutor. calls.py <workers>; takes lines 'run <in flight> <bytes> <millis>'."""
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from queue import SimpleQueue


def echo(argument):
    return argument


def run(pool, in_flight, size, millis):
    latencies = []
    start = last = time.perf_counter_ns()
    end = start + millis * 1_000_000
    done = SimpleQueue()
    sent = 0

    def submit():
        nonlocal sent
        argument = f"{sent}:".ljust(size, "x")
        sent += 1
        before = time.perf_counter_ns()
        pool.submit(echo, argument).add_done_callback(lambda future: done.put((future, argument, before)))

    for _ in range(in_flight):
        submit()
    replies = 0
    while replies < sent:
        future, argument, before = done.get()
        last = time.perf_counter_ns()
        replies += 1
        if future.result() != argument:
            print("wrong a reply is not what was due", flush=True)
            sys.exit(1)
        latencies.append(last - before)
        if last < end:
            submit()
    latencies.sort()
    at = lambda share: latencies[int(share * (len(latencies) - 1))]
    print("result", len(latencies), last - start, at(0.5), at(0.99), flush=True)


def main():
    with ProcessPoolExecutor(int(sys.argv[1])) as pool:
        pool.submit(echo, "ready").result()
        print("ready", flush=True)
        for line in sys.stdin:
            _, in_flight, size, millis = line.split()
            run(pool, int(in_flight), int(size), int(millis))


if __name__ == "__main__":
    main()
