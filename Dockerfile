# Cairn with a Java of its own, on Debian.
#
#   docker build -t cairn .
#   docker run --rm -p 53:53/udp -p 53:53/tcp -v ./zones:/etc/cairn/zones:ro cairn
#   docker run --rm cairn query --help
#
# It runs as the user cairn (953). Docker lets every user of a container bind port 53. Where that is
# not so (Kubernetes, --network host), either set the sysctl net.ipv4.ip_unprivileged_port_start=53
# or let dns.toml name a higher port and publish that one as 53.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY src/main src/main
RUN mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -Dexec.skip=true package
RUN "$JAVA_HOME/bin/jlink" \
      --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.unsupported,jdk.jfr,jdk.management,jdk.net,jdk.crypto.cryptoki,jdk.jcmd,jdk.zipfs \
      --no-header-files --no-man-pages --compress zip-6 \
      --output /opt/cairn/runtime
COPY cairn LICENSE /opt/cairn/
RUN mkdir -p /opt/cairn/lib \
 && cp -a target/cairn.jar target/lib /opt/cairn/lib/

FROM debian:bookworm-slim
RUN groupadd --system --gid 953 cairn \
 && useradd --system --uid 953 --gid cairn --home-dir /var/lib/cairn --shell /usr/sbin/nologin cairn \
 && install -d -o cairn -g cairn /var/lib/cairn
COPY --from=build /opt/cairn /opt/cairn
COPY packaging/docker/dns.toml /etc/cairn/dns.toml
COPY zones /etc/cairn/zones

# One run of the server, once here, lets every later one start faster: the cache holds the classes as
# Java had them in memory. It fits this Java, this jar and these options only. A server that does not
# answer ends the build.
RUN CAIRN_JAVA_OPTS=-XX:AOTCacheOutput=/opt/cairn/lib/cairn.aot \
    /opt/cairn/cairn serve --config /etc/cairn/dns.toml >/tmp/serve.log 2>&1 & server=$! \
 && tries=30 \
 && until /opt/cairn/cairn query --short --timeout 1s www.example.org @127.0.0.1; do \
      tries=$((tries - 1)); \
      if [ "$tries" -eq 0 ]; then cat /tmp/serve.log; exit 1; fi; \
      sleep 1; \
    done \
 && kill -TERM "$server" \
 && { wait "$server" || true; } \
 && test -s /opt/cairn/lib/cairn.aot \
 && rm /tmp/serve.log

USER cairn
WORKDIR /var/lib/cairn
EXPOSE 53/udp 53/tcp 8053/tcp

# Healthy is who answers DNS, whatever the answer. A small Java of its own asks.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD CAIRN_JAVA_OPTS=-Xmx32m /opt/cairn/cairn query --short --norec --timeout 3s . NS @127.0.0.1

ENTRYPOINT ["/opt/cairn/cairn"]
CMD ["serve", "--config", "/etc/cairn/dns.toml"]
