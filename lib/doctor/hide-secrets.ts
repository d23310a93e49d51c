import { replaceSecrets, secretFormIn } from '../refusal/secret-forms.ts';

/**
 * The text without what has the form of a secret: setup keys, access tokens, WireGuard keys, JSON Web Tokens, and what
 * stands before the host in a URL; in base64 too, as Secrets have them. A text is shortened after this, not before:
 * half a key has no form.
 *
 * @param open what is no secret, whatever its form: some nodes have a UUID for a name
 */
export function hideSecrets(text: string, open: readonly string[] = []): string {
  const plain = FORMS.reduce((rest, [form, instead]) => rest.replaceAll(form, instead), text);
  const hide = (secret: string) => (open.some((one) => one.includes(secret)) ? secret : '(hidden)');
  return replaceSecrets(plain, hide).replaceAll(BASE64, (encoded) => {
    const decoded = Buffer.from(encoded, 'base64').toString('latin1');
    const isSecret = secretFormIn(decoded) !== undefined || FORMS.some(([form]) => decoded.search(form) >= 0);
    return isSecret ? '(hidden)' : encoded;
  });
}

/** Those that a cluster has, besides NetBird's. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '(hidden)'],
  // 32 bytes in base64: the last character before the = has 4 bits.
  [/(?<![\w+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=(?![\w+/=])/g, '(hidden)'],
  [/(https?:\/\/)[^\s/@]+@/g, '$1(hidden)@'],
];

/** Long enough for the shortest of the forms. */
const BASE64 = /[A-Za-z0-9+/]{48,}={0,2}/g;
