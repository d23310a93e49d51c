import { expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import { pinningValuesText } from '../../lib/cilium/pinning-values.ts';
import { picturesOf } from '../../lib/picture/pictures-of.ts';
import { objectsOfPeer } from '../support/pictures.ts';

const peer = objectsOfPeer().map((object) => [`netbird/${object.kind}.a.k8s.yaml`, Yaml.stringify(object)] as const);
const values = ['helm-values/cilium.yaml', pinningValuesText(['eth0'])] as const;
const below = (cluster: string, files: readonly (readonly [string, string])[]) =>
  files.map(([file, content]) => [`${cluster}/${file}`, content] as const);

const guardOf = (files: readonly (readonly [string, string])[], cluster?: string) =>
  picturesOf(new Map(files))
    .filter((picture) => picture.cluster === cluster)
    .flatMap(({ diagram }) => diagram.groups.flatMap(({ boxes }) => boxes.filter(({ kind }) => kind === 'guard')))
    .map(({ lines }) => lines);

test('devices that the values for the chart of Cilium pin are those of the guard', () => {
  expect(guardOf(peer)).toEqual([]);
  expect(guardOf([...peer, values])).toEqual([['Cilium', 'devices: eth0']]);
});

test('the values of one cluster say nothing of another', () => {
  const files = [...below('east', [...peer, values]), ...below('west', peer)];
  expect(guardOf(files, 'east')).toEqual([['Cilium', 'devices: eth0']]);
  expect(guardOf(files, 'west')).toEqual([]);
});

test('a cluster without a routing peer has no picture', () => {
  expect(picturesOf(new Map([...below('east', peer), ...below('west', [values])]))).toHaveLength(1);
});
