import { expect, test } from '@jest/globals';
import { whatSays } from '../../support/judgement.ts';
import { asItIs, type SiteEditor } from '../../support/site-editor.ts';

const takesToken = ({ pod }: SiteEditor) => (pod.automountServiceAccountToken = true);
const otherAccount = ({ pod }: SiteEditor) => (pod.serviceAccountName = 'other');
const leavesItToAccount = ({ pod }: SiteEditor) => delete pod.automountServiceAccountToken;

test.each<[string, (site: SiteEditor) => void, (site: SiteEditor) => void, string | undefined]>([
  ['take their token', takesToken, asItIs, 'netbird-peer'],
  ['have another ServiceAccount, and its token', otherAccount, takesToken, 'other'],
  ['have another ServiceAccount without its token', otherAccount, asItIs, undefined],
  ['leave it to the ServiceAccount, which gives none', leavesItToAccount, asItIs, undefined],
  [
    'leave it to the ServiceAccount, which says nothing',
    leavesItToAccount,
    (site) => delete site.get('ServiceAccount').automountServiceAccountToken,
    'netbird-peer',
  ],
])('pods that %s', (_, edit, given, account) => {
  const says = `Its pods may do at the API server what the ServiceAccount ${account} may. Make sure that it is needed.`;
  expect(whatSays('permissions-widened', edit, given)).toEqual(account === undefined ? [] : [says]);
});
