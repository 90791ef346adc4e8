"""python3-consul against the registry at the port of the first argument; says done at the end."""
import sys

import consul

client = consul.Consul(port=int(sys.argv[1]))
service = client.agent.service
assert service.register(
    "api", service_id="api-1", port=8080, tags=["v2"], check=consul.Check.ttl("10s"))
index, nodes = client.health.service("api", passing=True)
assert nodes == [] and int(index) > 0, nodes
assert client.agent.check.ttl_pass("service:api-1", "fine")
index, nodes = client.health.service("api", passing=True, tag="v2")
assert nodes[0]["Service"]["Port"] == 8080, nodes
same, nodes = client.health.service("api", index=index, wait="50ms")
assert same == index, (same, index)
assert client.agent.check.ttl_warn("service:api-1")
assert client.agent.check.ttl_fail("service:api-1", notes="broken")
assert client.agent.checks()["service:api-1"]["Status"] == "critical"
assert client.health.checks("api")[1][0]["Output"] == "broken"
assert client.health.state("any")[1] and client.health.node("node1")[1]

assert client.catalog.services()[1] == {"api": ["v2"]}
assert client.catalog.service("api")[1][0]["ServiceID"] == "api-1"
assert client.catalog.nodes()[1][0]["Node"] == "node1"
assert client.catalog.node("node1")[1]["Services"]["api-1"]["Service"] == "api"
assert client.catalog.datacenters() == ["dc1"]
assert client.agent.services()["api-1"]["Port"] == 8080
assert client.agent.self()["Config"]["NodeName"] == "node1"
assert client.agent.members()[0]["Name"] == "node1"
assert client.status.leader() and client.status.peers()
assert service.maintenance("api-1", True, "moving")  # as enable=True or true
assert client.agent.checks()["_service_maintenance:api-1"]["Notes"] == "moving"
assert service.maintenance("api-1", False)
assert client.agent.maintenance(True) and client.agent.maintenance(False)

assert service.register(
    "web", service_id="web/1", check=consul.Check.http("http://10.0.1.5/", "10s", timeout="3s"))
assert service.register("tcp", check=consul.Check.tcp("10.0.1.5", 80, "10s"))
assert client.agent.check.register("disk", consul.Check.ttl("10s"))
assert client.agent.check.deregister("disk")
assert service.deregister("web/1")

assert client.kv.get("nothing")[1] is None
assert client.kv.put("config/a", "1")
assert client.kv.put("config/b", b"\xff\x00", flags=7)
entry = client.kv.get("config/a")[1]
assert entry["Value"] == b"1", entry
assert client.kv.put("config/a", "2", cas=entry["ModifyIndex"]) is True
assert client.kv.put("config/a", "3", cas=entry["ModifyIndex"]) is False
assert client.kv.get("config/b")[1]["Value"] == b"\xff\x00"
assert len(client.kv.get("config", recurse=True)[1]) == 2
assert client.kv.get("", keys=True, separator="/")[1] == ["config/"]
assert client.kv.delete("config", recurse=True)

assert client.catalog.register(
    "elsewhere", "10.0.0.9", service={"Service": "db", "Port": 5432})
assert client.catalog.deregister("elsewhere")
assert service.deregister("api-1")
assert client.health.service("api")[1] == []
assert not client.agent.check.ttl_pass("service:api-1")  # or nobody would register again
print("done")
