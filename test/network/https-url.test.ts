import { expect, test } from '@jest/globals';
import { parseHttpsUrl } from '../../lib/network/https-url.ts';
import { refusalOf } from '../support/refusals.ts';

test.each([
  ['https://netbird.madhan.app', 'https://netbird.madhan.app'],
  ['https://netbird.example.org/', 'https://netbird.example.org'],
  ['https://netbird.example.org:33073', 'https://netbird.example.org:33073'],
  ['https://netbird.example.org:443/', 'https://netbird.example.org'],
  ['https://NetBird.example.org', 'https://netbird.example.org'],
  ['https://192.168.1.2:8443', 'https://192.168.1.2:8443'],
  ['https://[fd00::1]:8443', 'https://[fd00::1]:8443'],
  ['https:///netbird.example.org', 'https://netbird.example.org'],
])('%s is the server %s', (text, server) => {
  expect(parseHttpsUrl(text)).toBe(server);
});

test('what follows the port never gets through, whatever the URL standard overlooks', () => {
  for (const text of ['https://host/.', 'https://host/./', 'https://host/%2e', 'https://host\\', 'https://host:']) {
    expect(parseHttpsUrl(text)).toBe('https://host');
  }
});

test.each([
  undefined,
  null,
  5,
  ['https://host'],
  '',
  'netbird.example.org',
  'ftp://netbird.example.org',
  'HTTPS://netbird.example.org',
  ' https://netbird.example.org',
  'https://netbird example.org',
  'https://netbird.example.org\n',
  'https://',
  'https://netbird.example.org:99999',
])('what is no https URL is refused: %p', (value) => {
  expect(refusalOf(parseHttpsUrl, value)).toEqual({
    reason: 'It is not an https URL.',
    remedy: 'Write, for example, "https://netbird.example.org".',
  });
});

test.each(['https://netbird.example.org/path', 'https://netbird.example.org//', 'https://netbird.example.org/a/../b'])(
  'a path is refused with the server as the suggestion: %s',
  (value) => {
    expect(refusalOf(parseHttpsUrl, value)).toEqual({
      reason: 'Only scheme, host and port of it are used.',
      remedy: 'Write "https://netbird.example.org".',
    });
  },
);

test.each(['https://admin:hunter2@netbird.example.org:8443', 'https://hunter2@netbird.example.org:8443/path'])(
  'a password is refused, and not shown',
  (value) => {
    expect(refusalOf(parseHttpsUrl, value)).toEqual({
      reason: 'A password in a URL ends up in Git.',
      remedy: 'Write "https://netbird.example.org:8443".',
      mayShowValue: false,
    });
  },
);

test.each([
  'https://admin:hun?ter2@netbird.example.org',
  'https://admin:hun#ter2@host',
  'ftp://admin:hunter2@host',
  'https://host/x?token=hunter2',
  'https://host/#hunter2',
])('a password is not shown either when the URL is none', (value) => {
  expect(refusalOf(parseHttpsUrl, value)).toEqual({
    reason: 'It is not an https URL.',
    remedy: 'Write, for example, "https://netbird.example.org".',
    mayShowValue: false,
  });
});

test('http is refused', () => {
  expect(refusalOf(parseHttpsUrl, 'http://netbird.example.org:8080')).toEqual({
    reason: 'Keys would travel unencrypted over http.',
    remedy: 'Write "https://netbird.example.org:8080".',
  });
});

test('http is accepted for the hosts for which it is allowed, and for no other', () => {
  const parse = (value: unknown) => parseHttpsUrl(value, undefined, (host) => host === 'openbao.openbao.svc');
  expect(parse('http://openbao.openbao.svc:8200')).toBe('http://openbao.openbao.svc:8200');
  expect(refusalOf(parse, 'http://openbao.example.org')).toEqual({
    reason: 'Keys would travel unencrypted over http.',
    remedy: 'Write "https://openbao.example.org".',
  });
});
