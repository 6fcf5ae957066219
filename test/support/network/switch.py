"""A switch between network namespaces, in user space: each host is a namespace with one TAP device, and every frame between
two of them passes here, where it is delayed, dropped or sent on as its ports say. So a test needs no netem, which many
kernels lack, and may change a link while it is used.

Arguments: the prefix of the namespaces' names, then `host=address/bits` for each. Prints `ready`. Then reads lines of JSON,
`{"host": "a", "delay": 0.02, "jitter": 0.005, "loss": 0.01, "rate": 1e6, "up": true}`, and answers each with `done`. Seconds,
bits a second. At the end of its input it ends what still runs in the namespaces, and removes them.
"""

import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import signal
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
LARGEST_FRAME = 65536
DEVICE = "eth0"


class Port:
    def __init__(self, tap):
        self.tap = tap
        self.delay, self.jitter, self.loss, self.rate, self.up = 0.0, 0.0, 0.0, 0.0, True
        self.last_due = 0.0
        self.wire_free = 0.0

    def due(self, now, size, chance):
        """When a frame that enters now leaves; frames keep their order."""
        start = max(now, self.wire_free)
        self.wire_free = start + (size * 8 / self.rate if self.rate > 0 else 0)
        due = self.wire_free + max(0.0, self.delay + self.jitter * (2 * chance.random() - 1))
        self.last_due = max(self.last_due, due)
        return self.last_due


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def open_tap(namespace):
    """Opens it from within its namespace, to which it belongs from then on."""
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        if libc.setns(there, 0) != 0:
            raise OSError(ctypes.get_errno(), "setns")
        tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), IFF_TAP | IFF_NO_PI))
        return tap
    finally:
        libc.setns(home, 0)
        os.close(home)
        os.close(there)


def add_host(namespace, address):
    run("ip", "netns", "add", namespace)
    tap = open_tap(namespace)
    run("ip", "-n", namespace, "link", "set", "lo", "up")
    run("ip", "-n", namespace, "address", "add", address, "dev", DEVICE)
    run("ip", "-n", namespace, "link", "set", DEVICE, "up")
    return Port(tap)


def remove_host(namespace):
    if not os.path.exists(f"/run/netns/{namespace}"):
        return
    pids = subprocess.run(["ip", "netns", "pids", namespace], capture_output=True, text=True).stdout.split()
    for pid in pids:
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            pass
    subprocess.run(["ip", "netns", "delete", namespace])


def read_frame(tap):
    try:
        return os.read(tap, LARGEST_FRAME)
    except BlockingIOError:
        return None


class Switch:
    def __init__(self, ports):
        self.ports = ports
        self.learned = {}
        self.waiting = []
        self.count = 0
        self.chance = random.Random(1)
        self.input = b""

    def forward(self, source):
        frame = read_frame(source.tap)
        while frame is not None:
            to, by = frame[0:6], frame[6:12]
            self.learned[by] = source
            known = self.learned.get(to)
            targets = [known] if known else [port for port in self.ports.values() if port is not source]
            for target in targets:
                self.send(frame, source, target)
            frame = read_frame(source.tap)

    def send(self, frame, source, target):
        if target is source or not source.up or not target.up:
            return
        if self.chance.random() < source.loss or self.chance.random() < target.loss:
            return
        self.wait(source.due(time.monotonic(), len(frame), self.chance), False, target, frame)

    def wait(self, due, has_crossed, target, frame):
        self.count += 1
        heapq.heappush(self.waiting, (due, self.count, has_crossed, target, frame))

    def deliver(self):
        now = time.monotonic()
        while self.waiting and self.waiting[0][0] <= now:
            due, _, has_crossed, target, frame = heapq.heappop(self.waiting)
            if not has_crossed:
                # It has passed the sender's link, and enters the receiver's now: what comes from a host that is far away
                # does not hold up what comes from a near one.
                self.wait(target.due(due, len(frame), self.chance), True, target, frame)
            elif target.up:
                try:
                    os.write(target.tap, frame)
                except OSError:
                    pass  # The device is down, or its queue full: such a frame is lost.

    def obey(self):
        """False at the end of the input."""
        more = os.read(0, 65536)
        self.input += more
        *lines, self.input = self.input.split(b"\n")
        for line in lines:
            order = json.loads(line)
            port = self.ports[order.pop("host")]
            for key, value in order.items():
                setattr(port, key, value)
            print("done", flush=True)
        return len(more) > 0

    def run(self):
        by_tap = {port.tap: port for port in self.ports.values()}
        while True:
            wait = max(0.0, self.waiting[0][0] - time.monotonic()) if self.waiting else None
            readable, _, _ = select.select([0, *by_tap], [], [], wait)
            for each in readable:
                if each != 0:
                    self.forward(by_tap[each])
                elif not self.obey():
                    return
            self.deliver()


def main(prefix, *hosts):
    named = dict(host.split("=") for host in hosts)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # Ctrl-C reaches the whole group: whoever started it ends it by closing its input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        ports = {name: add_host(prefix + name, address) for name, address in named.items()}
        print("ready", flush=True)
        Switch(ports).run()
    finally:
        for name in named:
            remove_host(prefix + name)


main(*sys.argv[1:])
