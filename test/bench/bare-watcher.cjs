// The floor of `bench watch`: a watcher of bare grpc-js. ENDPOINT COUNT: watches all keys with their previous
// values, prints `ready` when the server has accepted the watch, and `done` after COUNT events; it is then
// killed. It only counts events in the bytes of each answer, where field 11 is an event, and skips all other
// fields.
const { Client, credentials } = require('@grpc/grpc-js');

const [endpoint = '', count = '0'] = process.argv.slice(2);
const same = (bytes) => bytes;
const client = new Client(endpoint, credentials.createInsecure(), { 'grpc.max_receive_message_length': -1 });
const call = client.makeBidiStreamRequest('/etcdserverpb.Watch/Watch', same, same);
// WatchRequest { create_request { key: "\0", range_end: "\0", prev_kv: true } }
call.write(Buffer.from([0x0a, 0x08, 0x0a, 0x01, 0x00, 0x12, 0x01, 0x00, 0x30, 0x01]));

let ready = false;
let events = 0;
call.on('data', (bytes) => {
  if (!ready) process.stdout.write('ready\n');
  ready = true;
  events += countEvents(bytes);
  if (events >= Number(count)) {
    process.stdout.write('done\n');
    client.close();
  }
});
// Keeps running, because its CPU time is read before it ends.
setTimeout(() => undefined, 1e9);
call.on('error', (error) => {
  if (events >= Number(count)) return;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

/** @param {Buffer} bytes */
function countEvents(bytes) {
  let found = 0;
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag >> 3 === 11) found++;
    const value = varint();
    if ((tag & 7) === 2) at += value;
  }
  return found;
}
