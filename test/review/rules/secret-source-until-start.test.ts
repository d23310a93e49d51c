import { expect, test } from '@jest/globals';
import { whatSays } from '../../support/judgement.ts';
import type { AnyObject } from '../../support/site-editor.ts';

test.each<[string, AnyObject, RegExp]>([
  ['ExternalSecret', { refreshPolicy: 'CreatedOnce', target: { name: 'b' } }, /^It is fetched once.* delete secret b$/],
  ['ExternalSecret', { refreshInterval: '1h' }, /^What is fetched next comes by it.* get externalsecret a$/],
  ['SecretStore', { provider: {} }, / kubectl -n netbird get secretstore a$/],
])('what is fetched by %s with %j', (kind, spec, says) => {
  const add = (more: AnyObject) => (site: AnyObject) => {
    const metadata = { name: 'a', namespace: 'netbird' };
    site.add({ apiVersion: 'external-secrets.io/v1', kind, metadata, spec: { ...spec, ...more } });
  };
  const said = whatSays('secret-source-until-start', add({ more: true }), add({}));
  expect(said).toEqual([expect.stringMatching(says)]);
});
