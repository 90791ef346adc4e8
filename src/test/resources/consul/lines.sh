# The lines that users try first, against the registry at the URL of the first argument; says done.
set -eu
B=$1/v1
is() { # expected, actual
  if [ "$1" != "$2" ]; then
    echo "expected '$1', not '$2'"
    exit 1
  fi
}
code() { curl -s -o /dev/null -w '%{http_code}' "$@"; }

is "" "$(curl -sf -XPUT $B/agent/service/register -d '{"ID":"api-1","Name":"api","Tags":["production","v2"],"Address":"10.0.1.5","Port":8080,
  "Check":{"TTL":"10s","DeregisterCriticalServiceAfter":"30s"}}')"
is "[]" "$(curl -sf "$B/health/service/api?passing")"
curl -sf -XPUT $B/agent/check/pass/service:api-1
curl -sf "$B/health/service/api?passing" | grep -q '"ID":"api-1"'
is 400 "$(code "$B/health/service/api?passing=maybe")"
curl -s "$B/health/service/none" -D- | grep -qi '^x-consul-index: [1-9]'
is "[]" "$(curl -s "$B/health/service/none")"
I=$(curl -sD- "$B/health/service/api" -o /dev/null | awk 'tolower($1)=="x-consul-index:"{print $2+0}')
is "$I" "$(curl -sD- "$B/health/service/api?index=$I&wait=100ms" -o /dev/null | awk 'tolower($1)=="x-consul-index:"{print $2+0}')"
curl -sf "$B/health/service/api?index=$I&wait=60s" -o /dev/null &
curl -sf -XPUT $B/agent/check/fail/service:api-1
wait $!
is 404 "$(code -XPUT $B/agent/check/pass/nope)"
is true "$(curl -sf -XPUT $B/kv/config/api/timeout -d 30s)"
is 30s "$(curl -s "$B/kv/config/api/timeout?raw")"
is 200 "$(code -XPUT $B/agent/service/deregister/api-1)"
is "[]" "$(curl -s "$B/health/service/api")"
echo done
