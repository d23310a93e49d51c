// Preloaded by a test: ends the process as kill -9 does, right before the n-th call of a function of node:fs.
// DIE_AT="renameSync 2"
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const [name, nth] = process.env.DIE_AT.split(' ');
const original = fs[name];
let calls = 0;
fs[name] = (...args) => {
  calls += 1;
  if (calls === Number(nth)) process.kill(process.pid, 'SIGKILL');
  return original(...args);
};
syncBuiltinESMExports();
