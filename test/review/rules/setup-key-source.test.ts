import { expect, test } from '@jest/globals';
import { findingsOf } from '../../support/judgement.ts';
import { type AnyObject, asItIs, type SiteEditor } from '../../support/site-editor.ts';

const SERVER = 'http://openbao.openbao.svc.cluster.local:8200';
const HERE = `secret/data/netbird, NETBIRD_SETUP_KEY (${SERVER})`;

/** The same key by External Secrets. */
function external(vault: AnyObject = {}, kind = 'SecretStore'): (site: SiteEditor) => void {
  return (site) => {
    site.remove('SecretProviderClass');
    site.pod.volumes = site.pod.volumes.filter(({ name }: AnyObject) => name !== 'setup-key');
    const apiVersion = 'external-secrets.io/v1';
    const metadata = { name: 'store', ...(kind === 'SecretStore' && { namespace: 'netbird' }) };
    const provider = { vault: { server: SERVER, path: 'secret', version: 'v2', ...vault } };
    site.add({ apiVersion, kind, metadata, spec: { provider } });
    const data = [{ secretKey: 'NETBIRD_SETUP_KEY', remoteRef: { key: 'netbird', property: 'NETBIRD_SETUP_KEY' } }];
    const spec = { secretStoreRef: { kind, name: 'store' }, target: { name: 'netbird-setup-key' }, data };
    site.add({ apiVersion, kind: 'ExternalSecret', metadata: { name: 'key', namespace: 'netbird' }, spec });
  };
}

const vault = (site: SiteEditor, kind = 'SecretStore') => site.get(kind).spec.provider.vault;
const parameters = (site: SiteEditor) => site.get('SecretProviderClass').spec.parameters;

test.each<[string, (site: SiteEditor) => void, (site: SiteEditor) => void, [string, string] | undefined]>([
  ['the same key by another kind of object', asItIs, external(), undefined],
  [
    'another key by another kind of object',
    asItIs,
    external({ path: 'kv' }),
    ['ExternalSecret netbird/key', `${HERE} becomes kv/data/netbird, NETBIRD_SETUP_KEY (${SERVER})`],
  ],
  [
    'a store at another server',
    external(),
    (site) => (vault(site).server = 'https://b.example.org'),
    ['SecretStore netbird/store', 'becomes secret/data/netbird, NETBIRD_SETUP_KEY (https://b.example.org)'],
  ],
  [
    'a store of the whole cluster with another path',
    external({}, 'ClusterSecretStore'),
    (site) => (vault(site, 'ClusterSecretStore').path = 'kv'),
    ['ClusterSecretStore store', 'becomes kv/data/netbird, NETBIRD_SETUP_KEY'],
  ],
  ['a store with another role', external(), (site) => (vault(site).auth = { kubernetes: { role: 'b' } }), undefined],
  [
    'another namespace of the store',
    external(),
    (site) => (vault(site).namespace = 'team'),
    ['SecretStore netbird/store', `(${SERVER}, namespace team)`],
  ],
  [
    'another namespace of OpenBao',
    asItIs,
    (site) => (parameters(site).openbaoNamespace = 'team'),
    [
      'SecretProviderClass netbird/netbird-setup-key',
      `${HERE} becomes secret/data/netbird, NETBIRD_SETUP_KEY (${SERVER}, namespace team)`,
    ],
  ],
  [
    'one more secret beside the key',
    asItIs,
    (site) => (parameters(site).objects += '- objectName: OTHER\n  secretPath: secret/data/b\n  secretKey: OTHER\n'),
    undefined,
  ],
  [
    'another Secret, which the site does not make',
    asItIs,
    (site) => (site.variable('NB_SETUP_KEY').valueFrom.secretKeyRef.name = 'other'),
    ['StatefulSet netbird/netbird-peer', `${HERE} becomes Secret other, key NETBIRD_SETUP_KEY`],
  ],
])('%s', (_, given, edit, expected) => {
  const said = findingsOf(edit, given).filter(({ rule }) => rule === 'setup-key-source');
  expect(said.map(({ object, consequence }) => [object, consequence])).toEqual(
    expected === undefined ? [] : [[expected[0], expect.stringContaining(expected[1])]],
  );
});
