import { expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import { reportPictures } from '../../../lib/review/report/report-pictures.ts';
import { objectsOfPeer } from '../../support/pictures.ts';

const peer = Yaml.stringify(objectsOfPeer().find(({ kind }) => kind === 'StatefulSet'));
const peers = (cluster: string, count: number) =>
  Array.from({ length: count }, (_, index) => [`${cluster}/netbird/StatefulSet.${index}.k8s.yaml`, peer] as const);

test('each cluster has its picture, as long as there is room on the page', async () => {
  const pictures = await reportPictures(new Map([...peers('a', 2), ...peers('b', 51), ...peers('c', 1)]));
  expect(pictures).toEqual([
    { cluster: 'a', svg: expect.stringMatching(/^<svg /) },
    { cluster: 'b', svg: undefined },
    { cluster: 'c', svg: expect.stringMatching(/^<svg /) },
  ]);
});
