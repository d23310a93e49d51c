import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type HealthProbes, healthProbes } from '../../lib/netbird/health-probes.ts';
import { NetbirdVersion } from '../../lib/netbird/netbird-version.ts';
import { inTemporaryFolder } from '../support/repository.ts';

/** What `netbird status` of 0.66.2 prints, and exits with, in each state of the daemon. */
const STATES = {
  connected: {
    status: 0,
    output:
      'OS: linux/amd64\nDaemon version: 0.66.2\nManagement: Connected\nSignal: Connected\nNetworks: 192.168.1.0/24\n',
  },
  'connected, without any route': {
    status: 0,
    output:
      'Daemon version: 0.66.2\nManagement: Connected\nSignal: Connected\nNetworks: -\nPeers count: 0/1 Connected\n',
  },
  'management away': { status: 0, output: 'Daemon version: 0.66.2\nManagement: Disconnected\nSignal: Connected\n' },
  NeedsLogin: { status: 0, output: 'Daemon status: NeedsLogin\n\nRun UP command to log in:\n\n netbird up\n' },
  LoginFailed: { status: 0, output: 'Daemon status: LoginFailed\n\nRun UP command to log in:\n\n netbird up\n' },
  SessionExpired: { status: 0, output: 'Daemon status: SessionExpired\n\nRun UP command to log in:\n\n netbird up\n' },
  'daemon down': { status: 1, output: 'Error: failed to connect to daemon error: context deadline exceeded\n' },
};

type State = keyof typeof STATES;

function passes(probe: HealthProbes[keyof HealthProbes], state: State): boolean {
  const [command = '', ...args] = probe.exec?.command ?? [];
  return inTemporaryFolder((folder) => {
    const { status, output } = STATES[state];
    writeFileSync(join(folder, 'netbird'), `#!/bin/sh\nprintf '%s' '${output}'\nexit ${status}\n`);
    chmodSync(join(folder, 'netbird'), 0o755);
    return spawnSync(command, args, { env: { PATH: `${folder}:/usr/bin:/bin` } }).status === 0;
  });
}

const before067 = healthProbes(NetbirdVersion.parse('0.66.2'));
const from067 = healthProbes(NetbirdVersion.parse('0.67.0'));

test.each<[State, { startup: boolean; liveness: boolean; readiness: boolean }]>([
  ['connected', { startup: true, liveness: true, readiness: true }],
  ['connected, without any route', { startup: true, liveness: true, readiness: true }],
  ['management away', { startup: true, liveness: true, readiness: false }],
  ['NeedsLogin', { startup: false, liveness: false, readiness: false }],
  ['LoginFailed', { startup: false, liveness: false, readiness: false }],
  ['SessionExpired', { startup: false, liveness: false, readiness: false }],
  ['daemon down', { startup: false, liveness: false, readiness: false }],
])('before 0.67.0, %s', (state, expected) => {
  expect({
    startup: passes(before067.startup, state),
    liveness: passes(before067.liveness, state),
    readiness: passes(before067.readiness, state),
  }).toEqual(expected);
});

test('a probe that fails prints the state, for the event', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'netbird'), `#!/bin/sh\necho 'Daemon status: NeedsLogin'\n`, { mode: 0o755 });
    const [command = '', ...args] = before067.liveness.exec?.command ?? [];
    const { stdout } = spawnSync(command, args, { env: { PATH: `${folder}:/usr/bin:/bin` }, encoding: 'utf8' });
    expect(stdout).toBe('Daemon status: NeedsLogin\n');
  });
});

test('from 0.67.0 on, the command checks itself whether the daemon is logged in', () => {
  const check = { command: ['netbird', 'status', '--check', 'ready'] };
  expect(from067.startup.exec).toEqual(check);
  expect(from067.liveness.exec).toEqual(check);
});

test('readiness asks the same of every version', () => {
  expect(from067.readiness).toEqual(before067.readiness);
});

test.each([
  ['before 0.67.0', before067],
  ['from 0.67.0 on', from067],
])('%s, probes wait longer than the 10 s that the command takes to find the daemon down', (_, probes) => {
  for (const probe of Object.values(probes)) expect(probe.timeoutSeconds).toBeGreaterThan(10);
});

test('the first login has 150 s or more', () => {
  const { periodSeconds = 0, failureThreshold = 0 } = before067.startup;
  expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(150);
});

test('liveness restarts after three failures or more', () => {
  expect(before067.liveness.failureThreshold).toBeGreaterThanOrEqual(3);
});
