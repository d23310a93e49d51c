import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { ApiToken } from '../../../lib/netbird/management/api-token.ts';
import { inTemporaryFolder } from '../../support/repository.ts';

const SECRET = 'nbp_0123456789abcdefghijABCDEFGHIJ012345';

test('a file that is named comes before the variable that names one, and that before the variable that holds one', () => {
  inTemporaryFolder((folder) => {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    writeFileSync(first, `${SECRET}\n`);
    writeFileSync(second, 'nbp_second');
    const environment = { NETBIRD_API_TOKEN_FILE: second, NETBIRD_API_TOKEN: 'nbp_third' };
    expect(ApiToken.find(first, environment).authorization()).toBe(`Token ${SECRET}`);
    expect(ApiToken.find(undefined, environment).authorization()).toBe('Token nbp_second');
    expect(ApiToken.find(undefined, { NETBIRD_API_TOKEN: 'nbp_third' }).authorization()).toBe('Token nbp_third');
  });
});

test('without any it says how to give one', () => {
  expect(() => ApiToken.find(undefined, {})).toThrow(
    'There is no API token. Write it to a file and name that by --token-file or NETBIRD_API_TOKEN_FILE, or set NETBIRD_API_TOKEN.',
  );
});

test('a file that is not there is named, with the reason', () => {
  expect(() => ApiToken.find('/nowhere/token', {})).toThrow(
    'The API token cannot be read from /nowhere/token (ENOENT). Name a file that exists and is readable; in the cluster, look at the events of the pod.',
  );
});

test.each([
  ['', 'it is empty'],
  [' \n', 'it is empty'],
  ['A616B2F8-7C4E-4A31-9F46-1D8A2F6F0C11', 'it has the form of a setup key'],
  [`Token ${SECRET}`, 'it begins with the word that belongs before it in the header'],
  [`Bearer ${SECRET}`, 'it begins with the word that belongs before it in the header'],
  [`${SECRET}\nnbp_more`, 'it has characters that a token does not have'],
  ['nbp_ümlaut', 'it has characters that a token does not have'],
])('%j is no token: %s', (text, reason) => {
  expect(() => new ApiToken(text, 'the file x')).toThrow(
    `What the file x holds is no API token: ${reason}. Write a personal access token there, as NetBird shows it once when it is made: nbp_….`,
  );
});

test('what is wrong with it never shows it', () => {
  const refused = (() => {
    try {
      return new ApiToken(`${SECRET} ${SECRET}`, 'the file x');
    } catch (error) {
      return error;
    }
  })();
  expect(inspect(refused, { showHidden: true })).not.toContain(SECRET);
});

test('no way of printing it shows it', () => {
  const token = new ApiToken(SECRET, 'the file x');
  for (const text of [
    `${token}`,
    JSON.stringify({ token }),
    inspect(token, { showHidden: true }),
    inspect({ token }),
  ]) {
    expect(text).toContain('[API token of the file x]');
    expect(text).not.toContain(SECRET);
  }
});
