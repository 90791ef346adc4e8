#!/usr/bin/env python3
"""Tell how soon those who wait for a change of a service hear of it.

usage: bench/watchers.py [--watchers N] [--changes N] [--client-reads]

Starts a Cairn with a registry of its own and parks N questions for the same service, each on its own
connection. For each change an instance is registered, and the answers' times of arrival are taken
from when that was sent, as the kernel stamps them on the clients' side (SO_TIMESTAMPING). Clients
read only after two seconds, as if they were on other machines: taking 10,000 answers at once would
need the processors on which they are made. With --client-reads they do so, and the times are those
at which they have read. The first change finds Cairn cold.

Needs Linux, and as many open files as questions for either side (ulimit -Hn).
"""
import argparse, json, pathlib, re, resource, selectors, signal, socket, statistics, struct, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parent.parent
SO_TIMESTAMPING, RX_SOFTWARE, SOFTWARE = 37, 1 << 3, 1 << 4
SERVICE = "/v1/health/service/web?passing=true"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Client:
    """One connection, one request after the other."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPING, RX_SOFTWARE | SOFTWARE)

    def send(self, method, path, body=b""):
        self.socket.sendall(b"%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                            % (method.encode(), path.encode(), len(body), body))

    def answer(self):
        """Its index, and when the kernel had all of it."""
        text, stamp = b"", 0.0
        while True:
            part, ancillary, _, _ = self.socket.recvmsg(65_536, 256)
            if not part:
                sys.exit("a connection was closed")
            text += part
            for level, kind, data in ancillary:
                if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPING:
                    seconds, nanos = struct.unpack("qq", data[:16])
                    stamp = seconds + nanos / 1e9
            head, found, body = text.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.I)
            if found and len(body) >= (int(length[1]) if length else 0):
                if b" 200 " not in head.split(b"\r\n")[0]:
                    sys.exit(text.decode())
                index = re.search(rb"x-consul-index: (\d+)", head, re.I)
                return int(index[1]) if index else 0, stamp

    def ask(self, method, path, body=b""):
        self.send(method, path, body)
        return self.answer()[0]


def register(writer, port):
    writer.send("PUT", "/v1/agent/service/register",
                json.dumps({"ID": "web-1", "Name": "web", "Address": "192.0.2.1", "Port": port}).encode())


def as_stamped(watchers):
    time.sleep(2)
    return [watcher.answer() for watcher in watchers]


def as_read(watchers):
    answers = []
    with selectors.DefaultSelector() as ready:
        for watcher in watchers:
            ready.register(watcher.socket, selectors.EVENT_READ, watcher)
        while len(answers) < len(watchers):
            for key, _ in ready.select():
                answers.append((key.data.answer()[0], time.time()))
                ready.unregister(key.fileobj)
    return answers


def change(number, writer, watchers, take):
    """Milliseconds from the change to each answer, in order."""
    known = writer.ask("GET", SERVICE)
    for watcher in watchers:
        watcher.send("GET", f"{SERVICE}&index={known}&wait=5m")
    time.sleep(3)
    sent = time.time()
    register(writer, 1024 + number)
    answers = take(watchers)
    writer.answer()
    if any(index <= known for index, _ in answers):
        sys.exit("somebody was told nothing new")
    return sorted((when - sent) * 1e3 for _, when in answers)


def serve(home, dns, http, many):
    (home / "dns.toml").write_text(f"""[server]
listen = ["127.0.0.1:{dns}"]
[forward]
upstreams = []
[admin]
listen = []
[registry]
enabled = true
data = "{home / "data"}"
[registry.http]
listen = ["127.0.0.1:{http}"]
max-watchers-per-client = {many + 1}
max-connections = {many + 100}
""")
    return subprocess.Popen([HOME / "cairn", "serve", "--config", home / "dns.toml"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def connected(port, process):
    while process.poll() is None:
        try:
            return Client(port)
        except ConnectionRefusedError:
            time.sleep(0.1)
    sys.exit("Cairn did not start")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watchers", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=8)
    parser.add_argument("--client-reads", action="store_true")
    args = parser.parse_args()
    if args.watchers < 1 or args.changes < 1:
        parser.error("there must be somebody who waits, and a change")
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most < args.watchers + 200:
        parser.error(f"{most} open files are allowed, which are too few for so many")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    subprocess.run([HOME / "cairn", "--version"], check=True)  # builds it where it has to be
    last = []
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        http = free_port()
        process = serve(pathlib.Path(folder), free_port(), http, args.watchers)
        try:
            writer = connected(http, process)
            register(writer, 1023)
            writer.answer()
            watchers = [Client(http) for _ in range(args.watchers)]
            for number in range(args.changes):
                times = change(number, writer, watchers, as_read if args.client_reads else as_stamped)
                last.append(times[-1])
                print(f"change {number + 1}: first {times[0]:.1f} ms, half {times[len(times) // 2]:.1f} ms, "
                      f"99 % {times[len(times) * 99 // 100]:.1f} ms, last {times[-1]:.1f} ms", flush=True)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)
    if len(last) > 1:
        print(f"the last of {args.watchers}, without the first change: median {statistics.median(last[1:]):.1f} ms")


if __name__ == "__main__":
    main()
