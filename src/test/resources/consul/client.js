// npm's consul against the registry at the port of the first argument; says done at the end.
const assert = require('assert');
const Consul = require('consul');

const client = new Consul({ host: '127.0.0.1', port: Number(process.argv[2]) });

async function main() {
  await client.agent.service.register({
    name: 'api', id: 'api:1', port: 8080, tags: ['v2'], meta: { zone: 'a' }, check: { ttl: '10s' },
  });
  assert.deepStrictEqual(await client.health.service({ service: 'api', passing: true }), []);
  await client.agent.check.pass('service:api:1'); // sent as service%3Aapi%3A1
  const [one] = await client.health.service({ service: 'api', passing: true, tag: 'v2' });
  assert.strictEqual(one.Service.Port, 8080);
  assert.strictEqual(one.Service.Meta.zone, 'a');
  await client.agent.check.warn({ id: 'service:api:1', note: 'slow' });
  await client.agent.check.fail('service:api:1');
  assert.strictEqual((await client.agent.checks())['service:api:1'].Status, 'critical');
  assert.deepStrictEqual(await client.catalog.service.list(), { api: ['v2'] });
  assert.strictEqual((await client.catalog.service.nodes('api'))[0].ServiceID, 'api:1');
  assert.deepStrictEqual(await client.catalog.datacenters(), ['dc1']);
  assert.strictEqual((await client.catalog.node.list()).length, 1);
  assert.ok((await client.catalog.node.services('node1')).Services['api:1']);
  assert.ok(await client.status.leader());
  assert.strictEqual((await client.agent.self()).Config.NodeName, 'node1');
  assert.strictEqual((await client.health.state('any')).length, 1);
  await client.agent.service.maintenance({ id: 'api:1', enable: true, reason: 'moving' });
  await client.agent.service.maintenance({ id: 'api:1', enable: false });

  assert.strictEqual(await client.kv.get('config/app'), undefined);
  assert.strictEqual(await client.kv.set('config/app', 'hello'), true); // sent as config%2Fapp
  const entry = await client.kv.get('config/app');
  assert.strictEqual(entry.Value, 'hello');
  assert.ok(!await client.kv.set({ key: 'config/app', value: 'x', cas: '1' }));
  assert.strictEqual((await client.kv.get('config/app')).Value, 'hello');
  assert.deepStrictEqual(await client.kv.keys('config'), ['config/app']);
  assert.strictEqual(await client.kv.del({ key: 'config', recurse: true }), true);

  await watched();
  await client.agent.service.deregister('api:1');
  await assert.rejects(client.agent.check.pass('service:api:1'), /not found/);
  console.log('done');
}

// Nothing wakes a watch but what it watches, and that wakes it once.
async function watched() {
  const watch = client.watch({
    method: client.health.service, options: { service: 'api', wait: '30s' }, backoffFactor: 10,
  });
  let changes = 0;
  let told = () => {};
  watch.on('error', (error) => { throw error; });
  const next = () => new Promise((resolve) => { told = resolve; });
  const first = next();
  watch.on('change', () => { changes++; told(); });
  await first;
  for (let i = 0; i < 100; i++) {
    await client.agent.service.register({ name: 'other', port: i });
  }
  assert.strictEqual(changes, 1);
  const second = next();
  await client.agent.check.pass('service:api:1');
  await second;
  assert.strictEqual(changes, 2);
  watch.end();
}

main().catch((error) => { console.error(error); process.exit(1); });
