// Comes before every script, on whatever Node the machine has: so plain CommonJS, and no dependency.
'use strict';

const { existsSync, readFileSync, statSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { basename, join } = require('node:path');

const WANTED_MAJOR = 24;
const root = join(__dirname, '..');
const dependencies = join(root, 'node_modules');
const wantedLock = join(root, 'package-lock.json');
const installedLock = join(dependencies, '.package-lock.json');

function missing() {
  if (!existsSync(join(dependencies, 'cdk8s'))) {
    return 'The dependencies are missing. Run: npm ci';
  }
  if (Number(process.versions.node.split('.')[0]) < WANTED_MAJOR) {
    return `Node ${WANTED_MAJOR} is missing (this is ${process.version}): it comes with the dependencies, unless install scripts are off. Run: npm ci --ignore-scripts=false`;
  }
  if (isStale()) return 'The dependencies are not those of package-lock.json. Run: npm ci';
  return undefined;
}

/** Whether package-lock.json is another one since the last install. Its time says first whether that can be. */
function isStale() {
  if (!existsSync(wantedLock) || !existsSync(installedLock)) return false;
  if (statSync(wantedLock).mtimeMs <= statSync(installedLock).mtimeMs) return false;
  const [wanted, installed] = [wantedLock, installedLock].map(
    (file) => JSON.parse(readFileSync(file, 'utf8')).packages,
  );
  return Object.entries(wanted).some(([path, { version, dev, optional, devOptional }]) => {
    if (path === '') return false;
    return path in installed ? installed[path].version !== version : !(dev || optional || devOptional);
  });
}

const problem = missing();
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(2); // 1 would be an answer of the command that comes after
}

// Otherwise a program that makes nothing would look like one that has nothing to do.
const program = process.argv[1] ?? '';
if (basename(program) === 'main.ts') {
  process.on('exit', (code) => {
    if (code !== 0 || Symbol.for('cdk8s-netbird.synthesize') in globalThis) return;
    process.stderr.write('main.ts makes nothing: it does not call synthesize((site) => { … }).\n');
    process.exitCode = 1;
  });
}

// Types stripped and code compiled once, not at every run: about half of the time of a synth.
enableCompileCache(join(dependencies, '.cache', 'node'));
