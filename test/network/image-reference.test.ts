import { expect, test } from '@jest/globals';
import { ImageReference } from '../../lib/network/image-reference.ts';
import { refusalOf } from '../support/refusals.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  ['netbirdio/netbird:0.66.2', '0.66.2'],
  [`netbirdio/netbird:0.66.2@${digest}`, '0.66.2'],
  [`netbirdio/netbird:stable@${digest}`, 'stable'],
  ['netbirdio/netbird:0.66.2-rootless', '0.66.2-rootless'],
  ['netbird:v1.2.3', 'v1.2.3'],
  ['registry.example.org:5000/mirror/netbirdio/netbird:0.66.2', '0.66.2'],
  ['localhost:5000/netbird:0.66.2', '0.66.2'],
  ['ghcr.io/a-b/c__d/e.f:0.66.2', '0.66.2'],
  ['mirror/a--bb/c_dd:10.66.23', '10.66.23'],
  ['Registry.example.org/netbird:0.66.2', '0.66.2'],
  ['R/netbird:0.66.2', '0.66.2'],
])('%s does not change under its reference', (text, tag) => {
  const image = ImageReference.parse(text);
  expect(image.tag).toBe(tag);
  expect(image.toString()).toBe(text);
});

test.each([
  undefined,
  null,
  5,
  ['netbird:0.66.2'],
  '',
  ':0.66.2',
  'NetBird:0.66.2',
  'netbirdio//netbird:0.66.2',
  'netbirdio/netbird/:0.66.2',
  'netbirdio/net___bird:0.66.2',
  'https://docker.io/netbirdio/netbird:0.66.2',
  'netbirdio/netbird:',
  'netbirdio/netbird:0.66.2 ',
  'netbirdio/netbird:0.66.2\n',
  `netbirdio/netbird:0.${'6'.repeat(127)}`,
  `netbirdio/netbird:0.66.2@${digest.slice(0, -1)}`,
  `netbirdio/netbird:0.66.2@${digest}0`,
  `netbirdio/netbird:0.66.2@${digest.toUpperCase()}`,
  'netbirdio/netbird:0.66.2@md5:0123',
])('what is no image reference is refused: %p', (value) => {
  expect(refusalOf(ImageReference.parse, value)).toEqual({
    reason: 'It is not an image reference.',
    remedy: 'Write, for example, "netbirdio/netbird:0.66.2".',
  });
});

test.each(['netbirdio/netbird', `netbirdio/netbird@${digest}`])(
  'an image without a tag is refused, since the version decides about the probes: %s',
  (value) => {
    expect(refusalOf(ImageReference.parse, value)).toEqual({
      reason: 'The tag is missing.',
      remedy: 'Write the version, for example "netbirdio/netbird:0.66.2".',
    });
  },
);

test.each(['netbirdio/netbird:latest', `netbirdio/netbird:latest@${digest}`])(
  'latest is refused, with a digest as well: %s',
  (value) => {
    expect(refusalOf(ImageReference.parse, value)).toEqual({
      reason: 'The tag "latest" is another image tomorrow.',
      remedy: 'Write the version, for example ":0.66.2".',
    });
  },
);

test.each([
  ['netbirdio/netbird:0.66', '0.66'],
  ['netbirdio/netbird:0', '0'],
  ['netbirdio/netbird:stable', 'stable'],
  ['netbirdio/netbird:release-0.66.2', 'release-0.66.2'],
  ['localhost:5000', '5000'],
])('a tag that moves is refused without a digest: %s', (value, tag) => {
  expect(refusalOf(ImageReference.parse, value)).toEqual({
    reason: `The tag "${tag}" can be moved to another image.`,
    remedy: 'Write a full version, for example ":0.66.2", or add the digest ("@sha256:…").',
  });
});
