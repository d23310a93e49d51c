// Comes before every script, on whatever Node the machine has: so plain CommonJS, and no dependency.
'use strict';

const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

const WANTED_MAJOR = 24;
const dependencies = join(__dirname, '..', 'node_modules');

function missing() {
  if (!existsSync(join(dependencies, 'cdk8s'))) {
    return 'The dependencies are missing. Run: npm ci';
  }
  if (Number(process.versions.node.split('.')[0]) < WANTED_MAJOR) {
    return `Node ${WANTED_MAJOR} is missing (this is ${process.version}): it comes with the dependencies, unless install scripts are off. Run: npm ci --ignore-scripts=false`;
  }
  return undefined;
}

const problem = missing();
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

// Types stripped and code compiled once, not at every run: about half of the time of a synth.
enableCompileCache(join(dependencies, '.cache', 'node'));
