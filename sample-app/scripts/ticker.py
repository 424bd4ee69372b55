"""A command that has never heard of Java: prints a line each second until it is told to stop."""

import signal
import sys
import threading

stopping = threading.Event()


def stop(number, frame):
    stopping.set()


signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)

ticks = 0
while not stopping.is_set():
    ticks += 1
    print(f"tick {ticks}", flush=True)
    stopping.wait(1)

print(f"stopped after {ticks} ticks", flush=True)
sys.exit(0)
