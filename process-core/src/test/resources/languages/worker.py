import os
import threading

from processkit import Worker

worker = Worker(concurrency=int(os.environ.get("CONCURRENCY", "1")))
meeting = threading.Barrier(2)


@worker.call
def echo(value):
    return value


@worker.call
def find_all(*parts):
    return list(parts)


@worker.call
def argument(key):
    return worker.args.get(key)


@worker.call
def fail(message):
    raise LookupError(message)


@worker.call
def leave():
    raise SystemExit(3)


@worker.call
def unspeakable():
    return object()


@worker.call
def say(text):
    print(text)
    os.write(1, b"native " + text.encode() + b"\n")
    os.system("echo from a shell")


@worker.call
def meet():
    meeting.wait(20)
    return True


@worker.call
def trace():
    meeting.wait(20)
    return worker.headers()


@worker.call(name="awaitCancel")
def wait_for_cancel():
    while not worker.cancelled():
        threading.Event().wait(0.01)


@worker.message
def handle(text):
    if text == "nothing":
        return None
    if text == "headers":
        return str(worker.headers())
    if text.startswith("slow"):
        threading.Event().wait(0.005)
    return text


worker.run()
print("closed well")
