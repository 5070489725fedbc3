import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { listeners, portHolder } from './port-holder';

it('the sockets that listen on a port are told from its connections and from other ports', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:094B 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0',
    '   1: 0100007F:094B 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1',
    '   2: 0100007F:094C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0',
    '   3: 00000000000000000000000000000000:094B 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4714 1 0 100 0 0 10 0',
  ].join('\n');
  expect(listeners(table, 2379)).toEqual(['4711', '4714']);
  expect(listeners('', 2379)).toEqual([]);
});

it('who listens on a port is found where the system tells, and nobody else', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(portHolder(port)).toBe(process.platform === 'linux' ? process.pid : null);
  await new Promise((resolve) => server.close(resolve));
  expect(portHolder(port)).toBeNull();
});
