#!/usr/bin/env python3
"""Measure Cairn beside other name servers on one machine, in turns, and print a table of ratios.

usage: bench/compare.py [--rounds N] [--seconds S] [--hosts N] [--only PEER,PEER] [ROW ...]

rows, all of them if none is named:
  auth    answers per second of server CPU for a zone, a tenth of them for names that do not exist
  wild    the same for names that a wildcard answers
  cache   the same for names that an upstream (Knot) told before
  start   time from start to the first answer with a zone of ten hosts, and memory a second later
  load    the same with the zone of --hosts

Needs Linux with two processors, dnsperf, and of Debian's packages those peers that are to be compared:
knot, nsd for zones, unbound, dnsdist for the cache. A peer that is missing is left out. Servers get
CPU 0 to themselves and one worker, dnsperf has CPU 1; where starting is measured nobody is pinned.
A server is warmed up for as long as it is measured. Other work on the machine makes figures worthless;
quote ratios, and look at the spread.
"""
import argparse, os, pathlib, random, re, shutil, signal, socket, statistics, struct, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parent.parent
UPSTREAM = 5390


def write_zone(path, hosts):
    lines = ["$ORIGIN bench.test.", "$TTL 3600", "@ SOA ns1 hostmaster 1 3600 600 86400 300", "@ NS ns1", "ns1 A 192.0.2.1"]
    for i in range(hosts):
        lines.append(f"h{i} A 10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}")
        if i % 4 == 0:
            lines.append(f"h{i} AAAA 2001:db8::{i & 0xffff:x}")
        if i % 100 == 0:
            lines.append(f"*.wild{i} A 192.0.2.2")
    path.write_text("\n".join(lines) + "\n")


def write_queries(path, hosts, row):
    rng = random.Random(7)

    def question():
        i = rng.randrange(hosts)
        if row == "wild":
            return f"q{rng.randrange(10**9)}.wild{i // 100 * 100}.bench.test A"
        if rng.random() < 0.1:
            return f"nx{i}.bench.test A"
        return f"h{i // 4 * 4}.bench.test AAAA" if rng.random() < 0.2 else f"h{i}.bench.test A"

    path.write_text("\n".join(question() for _ in range(100_000)) + "\n")


def cairn(home, zone, port, upstream):
    owner = (f'[[forward.rule]]\nsuffix = "test."\nupstreams = ["127.0.0.1:{upstream}"]\n[cache]\nsize = "256MiB"\n' if upstream
             else f'[[zone]]\nname = "bench.test."\nfile = "{zone}"\n')
    (home / "dns.toml").write_text(f'[server]\nlisten = ["127.0.0.1:{port}"]\n[forward]\nupstreams = []\n{owner}'
                                   f'[admin]\nlisten = ["127.0.0.1:{port + 1000}"]\n')
    return [HOME / "cairn", "serve", "--config", home / "dns.toml"]


def knot(home, zone, port, _):
    (home / "knot.conf").write_text(f"""server:
    rundir: {home}
    listen: 127.0.0.1@{port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: {home}
zone:
  - domain: bench.test
    file: {zone}
    zonefile-load: whole
    journal-content: none
""")
    return ["knotd", "-c", home / "knot.conf"]


def nsd(home, zone, port, _):
    (home / "nsd.conf").write_text(f"""server:
    ip-address: 127.0.0.1@{port}
    server-count: 1
    username: ""
    zonesdir: "{home}"
    pidfile: "{home}/nsd.pid"
    xfrdfile: "{home}/xfrd"
    zonelistfile: "{home}/zones"
    database: ""
remote-control:
    control-enable: no
zone:
    name: bench.test
    zonefile: "{zone}"
""")
    return ["nsd", "-d", "-c", home / "nsd.conf"]


def unbound(home, _, port, upstream):
    (home / "unbound.conf").write_text(f"""server:
    interface: 127.0.0.1@{port}
    num-threads: 1
    username: ""
    chroot: ""
    directory: "{home}"
    pidfile: ""
    use-syslog: no
    do-not-query-localhost: no
    local-zone: "test." nodefault
    module-config: "iterator"
    msg-cache-size: 64m
    rrset-cache-size: 64m
forward-zone:
    name: "."
    forward-addr: 127.0.0.1@{upstream}
""")
    return ["unbound", "-d", "-c", home / "unbound.conf"]


def dnsdist(home, _, port, upstream):
    (home / "dnsdist.conf").write_text(f"""setLocal("127.0.0.1:{port}")
newServer("127.0.0.1:{upstream}")
getPool(""):setCache(newPacketCache(200000))
""")
    return ["dnsdist", "--supervised", "--disable-syslog", "-C", home / "dnsdist.conf"]


ROWS = {"auth": (knot, nsd), "wild": (knot, nsd), "cache": (unbound, dnsdist), "start": (knot, nsd), "load": (knot, nsd)}
PROGRAMS = {knot: "knotd", nsd: "nsd", unbound: "unbound", dnsdist: "dnsdist"}


class Running:
    """A server in a folder of its own, and all processes that it made."""

    def __init__(self, make, zone, port, upstream=0, cpu=None):
        self.port = port
        self.folder = tempfile.TemporaryDirectory(prefix="cairn-bench-")
        command = [str(part) for part in make(pathlib.Path(self.folder.name), zone, port, upstream)]
        pinned = command if cpu is None else ["taskset", "-c", str(cpu), *command]
        self.log = open(pathlib.Path(self.folder.name, "log"), "w")
        self.started = time.monotonic()
        self.process = subprocess.Popen(pinned, stdout=self.log, stderr=self.log, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()
        self.folder.cleanup()

    def pids(self):
        found, added = {self.process.pid}, True
        while added:
            added = False
            for entry in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, ValueError):
                    continue
                if parent in found and int(entry.name) not in found:
                    found.add(int(entry.name))
                    added = True
        return found

    def cpu(self):
        fields = [pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.pids()]
        return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        texts = [pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids()]
        return sum(int(re.search(r"^Pss: +(\d+)", text, re.M)[1]) for text in texts) / 1024

    def wait(self, name, limit=60):
        """Seconds from the start until the first right answer."""
        labels = b"".join(bytes([len(part)]) + part.encode() for part in f"{name}.bench.test".split("."))
        query = struct.pack(">6H", 7, 0x100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"
        while time.monotonic() - self.started < limit:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                client.connect(("127.0.0.1", self.port))
                client.settimeout(0.2)
                try:
                    client.send(query)
                    answer = client.recv(4096)
                    if answer[3] & 15 == 0 and answer[7] > 0:
                        return time.monotonic() - self.started
                except OSError:
                    pass
            time.sleep(0.003)
        sys.exit(f"no answer on port {self.port}: {pathlib.Path(self.folder.name, 'log').read_text()[-2000:]}")


def dnsperf(port, queries, seconds):
    out = subprocess.run(["taskset", "-c", "1", "dnsperf", "-s", "127.0.0.1", "-p", str(port), "-d", str(queries), "-l", str(seconds),
                          "-c", "16", "-q", "400", "-T", "1"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Queries completed: +(\d+)", out)[1]), int(re.search(r"Queries lost: +(\d+)", out)[1])


def throughput(server, queries, seconds, hosts):
    server.wait(f"h{hosts - 1}")
    dnsperf(server.port, queries, seconds)
    before = server.cpu()
    answered, lost = dnsperf(server.port, queries, seconds)
    return {"answers per CPU-s": answered / max(server.cpu() - before, 0.01), "lost": lost}


def starting(server, hosts):
    seconds = server.wait(f"h{hosts - 1}")
    time.sleep(1)
    return {"first answer (s)": seconds, "memory (MiB)": server.memory()}


def measure(row, contenders, args, folder):
    hosts = 10 if row == "start" else args.hosts
    zone, queries = folder / f"{row}.zone", folder / f"{row}.queries"
    write_zone(zone, hosts)
    write_queries(queries, hosts, row)
    figures = {make.__name__: [] for make in contenders}
    for number in range(args.rounds):
        for make in contenders[::-1] if number % 2 else contenders:
            pinned = None if row in ("start", "load") else 0
            forwards = row == "cache"
            upstream = Running(knot, zone, UPSTREAM, cpu=1) if forwards else None
            try:
                if upstream:
                    upstream.wait(f"h{hosts - 1}")
                with Running(make, zone, 5391, UPSTREAM if forwards else 0, pinned) as server:
                    figures[make.__name__].append(starting(server, hosts) if pinned is None
                                                  else throughput(server, queries, args.seconds, hosts))
            finally:
                if upstream:
                    upstream.__exit__()
    return figures


def show(row, figures):
    ours = figures.pop("cairn")
    for what in ours[0]:
        mine = statistics.median(each[what] for each in ours)
        print(f"| {row}: {what} | {mine:,.2f} |", end="")
        for name, theirs in figures.items():
            their = statistics.median(each[what] for each in theirs)
            ratios = [a[what] / b[what] for a, b in zip(ours, theirs) if b[what]]
            spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} – {max(ratios):.2f})" if ratios else "–"
            print(f" {name} {their:,.2f} | {spread} |", end="")
        print(flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="auth, wild, cache, start, load")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--hosts", type=int, default=10_000)
    parser.add_argument("--only", default="", help="these peers")
    args = parser.parse_args()
    unknown = set(args.rows) - ROWS.keys()
    if unknown or not shutil.which("dnsperf"):
        parser.error(f"no such row: {', '.join(sorted(unknown))}" if unknown else "dnsperf is not installed")
    subprocess.run([HOME / "cairn", "--version"], check=True)  # builds it where it has to be
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        for row in args.rows or ROWS:
            peers = [make for make in ROWS[row] if shutil.which(PROGRAMS[make])
                     and (not args.only or make.__name__ in args.only.split(","))]
            show(row, measure(row, [cairn, *peers], args, pathlib.Path(folder)))


if __name__ == "__main__":
    main()
