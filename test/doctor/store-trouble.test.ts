import { expect, test } from '@jest/globals';
import { storeTrouble } from '../../lib/doctor/store-trouble.ts';
import { site } from '../support/examination.ts';

test.each([
  [
    'kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name secrets-store.csi.k8s.io not found in the list of registered CSI drivers',
    /driver does not run on the node/,
  ],
  ['error fetching token: provider not found: provider "openbao"', /provider of the SecretProviderClass/],
  [
    'error making mount request: failed to login: Error making API request. Code: 503. Errors: * Vault is sealed',
    /^OpenBao is sealed/,
  ],
  ['failed to login: Error making API request. Code: 400. Errors: * invalid role name "netbird"', /role in OpenBao/],
  ['failed to login: Error making API request. Code: 403. Errors: * namespace not authorized', /role in OpenBao/],
  [
    'couldn\'t read secret "X": Error making API request. Code: 403. Errors: * 1 error occurred: * permission denied',
    /policy in OpenBao/,
  ],
  [
    'empty response from "/v1/secret/netbird", warnings: [Invalid path for a versioned K/V secrets engine.]',
    /path of the setup key/,
  ],
  ['Error making API request. Code: 404. Errors: * no handler for route "kv/data/netbird"', /path of the setup key/],
  ['{secret/data/netbird}: {key "NETBIRD_SETUP_KEY" does not exist at the secret path}', /no such key/],
  [
    'Error making API request. URL: GET http://openbao:8200/v1/secret/data/netbird Code: 404. Errors:',
    /no secret in OpenBao/,
  ],
  [
    'Post "http://openbao:8200/v1/auth/kubernetes/login": dial tcp 10.0.0.1:8200: connect: connection refused',
    /cannot be reached/,
  ],
  ['something new', /cannot be mounted: something new/],
])('%s', (message, what) => {
  const trouble = storeTrouble(message, site.peer);
  expect(trouble.what).toMatch(what);
  expect(trouble.fix).toMatch(/\.$|…$/);
});
