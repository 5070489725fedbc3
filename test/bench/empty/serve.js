// The floor of `bench start` in the headless host: the minimal server of a page.
const { createServer } = require('node:http');

const server = createServer((_request, response) => response.end('<!doctype html><h1>empty</h1>'));
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
process.on('SIGTERM', () => process.exit(0));
