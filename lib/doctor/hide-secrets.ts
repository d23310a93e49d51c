import { holdsSetupKey, replaceSetupKeys } from '../refusal/setup-key-form.ts';

/**
 * The text without what has the form of a secret: setup keys, NetBird's access tokens, WireGuard keys, JSON Web Tokens,
 * and what stands before the host in a URL; in base64 too, as Secrets have them. A text is shortened after this, not
 * before: half a key has no form.
 */
export function hideSecrets(text: string): string {
  const plain = FORMS.reduce((rest, [form, instead]) => rest.replaceAll(form, instead), text);
  return replaceSetupKeys(plain, () => '(a key)').replaceAll(BASE64, (encoded) => {
    const decoded = Buffer.from(encoded, 'base64').toString('latin1');
    return holdsSetupKey(decoded) || FORMS.some(([form]) => decoded.search(form) >= 0) ? '(a key)' : encoded;
  });
}

const FORMS: readonly (readonly [RegExp, string])[] = [
  [/nbp_\w{8,}/g, '(a token)'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(a token)'],
  // 32 bytes in base64: the last character before the = has 4 bits.
  [/(?<![\w+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![\w+/=])/g, '(a key)'],
  [/(https?:\/\/)[^\s/@]+@/g, '$1(hidden)@'],
];

/** Long enough for the shortest of the forms. */
const BASE64 = /[A-Za-z0-9+/]{48,}={0,2}/g;
