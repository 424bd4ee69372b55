"""A worker that gives its first request back when it is resumed, and answers the next."""
import struct
import sys

REQUEST, REPLY, FAILURE, PAUSE, RESUME, STATE = 4, 5, 6, 8, 9, 10


def send(kind, body=b""):
    sys.stdout.buffer.write(struct.pack(">ib", len(body) + 1, kind) + body)
    sys.stdout.buffer.flush()


def text(value):
    return struct.pack(">i", len(value)) + value


sys.stdin.buffer.read(8)
sys.stdout.buffer.write(b"PROC" + struct.pack(">i", 1))
send(2)
first = None
while header := sys.stdin.buffer.read(4):
    frame = sys.stdin.buffer.read(struct.unpack(">i", header)[0])
    if frame[0] == REQUEST and first is None:
        first = frame[1:9]
    elif frame[0] == REQUEST:
        send(REPLY, frame[1:])
    elif frame[0] == PAUSE:
        send(STATE, b"paused")
    elif frame[0] == RESUME:
        send(FAILURE, first + text(b"busy") + text(b"paused") + text(b""))
        send(STATE, b"running")
