import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runThere } from '../../lib/doctor/far-side.ts';

/** Runs it where ssh is this script; undefined: where there is none. */
async function behind(script: string | undefined, timeoutMs = 5_000) {
  const folder = mkdtempSync(join(tmpdir(), 'far-side-'));
  const { PATH } = process.env;
  if (script !== undefined) {
    writeFileSync(join(folder, 'ssh'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'ssh'), 0o755);
  }
  process.env.PATH = script === undefined ? folder : [folder, PATH].join(delimiter);
  try {
    return await runThere('root@bifrost', 'true', { timeoutMs, interruption: new AbortController().signal });
  } finally {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  }
}

test('the command gets to ssh behind what keeps ssh from asking', async () => {
  expect(await behind('echo "$@"')).toEqual({
    ok: true,
    value: { stdout: '-o BatchMode=yes -o ConnectTimeout=3 -- root@bifrost true\n', stderr: '', exitCode: 0 },
  });
});

test('how the command ends there is an answer, whatever the code', async () => {
  expect(await behind('echo no docker >&2; exit 127')).toEqual({
    ok: true,
    value: { stdout: '', stderr: 'no docker\n', exitCode: 127 },
  });
});

test.each([
  [
    'ssh does not get in',
    'echo Warning: a new key >&2; echo "root@bifrost: Permission denied (publickey)." >&2; exit 255',
    {
      kind: 'unreachable',
      message: 'ssh root@bifrost did not get in: root@bifrost: Permission denied (publickey).',
      remedy: 'See that this works without a question: ssh root@bifrost true',
    },
  ],
  [
    'it hangs',
    'exec sleep 20',
    {
      kind: 'timed-out',
      message: 'The far side did not answer within 1 s.',
      remedy: 'Try again with a longer --timeout; see that this ends: ssh root@bifrost true',
    },
  ],
  [
    'there is no ssh',
    undefined,
    {
      kind: 'no-program',
      message: expect.stringContaining('ssh could not be run: '),
      remedy: 'Install ssh here, or leave out --far-side and run the commands there by hand.',
    },
  ],
])('nothing is known where %s', async (_, script, failure) => {
  expect(await behind(script, 1_000)).toEqual({ ok: false, failure });
});
