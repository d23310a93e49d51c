import { test } from '@jest/globals';
import { whatIsMissing } from './machine.ts';

const missing = whatIsMissing();

/** Whether this machine can make the test network. */
export const isKernelThere = missing === undefined;

/** `test`, where the kernel can be had; elsewhere it is skipped loudly, and an error in CI. */
export function onKernel(subject: string): typeof test | typeof test.skip {
  if (missing === undefined) return test;
  if (process.env.CI && process.env.CI !== 'false') throw new Error(`The kernel suite cannot run here: ${missing}`);
  process.stderr.write(
    `\n*** SKIPPED: ${subject} against a real kernel. ${missing}\n*** Run it on Linux with: npm run test:kernel\n\n`,
  );
  return test.skip;
}
