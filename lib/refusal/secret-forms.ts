/** Something that must be neither shown nor rendered. */
export interface SecretForm {
  /** With its article: `a setup key (a UUID)`. */
  readonly name: string;

  readonly pattern: RegExp;
}

/** NetBird's setup keys are UUIDs. */
export const SETUP_KEY: SecretForm = {
  name: 'a setup key (a UUID)',
  pattern: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i,
};

/** NetBird's personal access tokens. What stands before may be a letter: the `n` of a line feed in JSON. */
export const ACCESS_TOKEN: SecretForm = { name: 'an access token (nbp_…)', pattern: /nbp_[0-9A-Za-z]{20,}/ };

const FORMS = [SETUP_KEY, ACCESS_TOKEN];
const EVERY_FORM = new RegExp(FORMS.map(({ pattern }) => pattern.source).join('|'), 'gi');

/** The form of something secret that a text holds; undefined when it holds none. */
export function secretFormIn(text: string): SecretForm | undefined {
  return FORMS.find(({ pattern }) => pattern.test(text));
}

/** What is said where a text of such a form would be rendered. */
export function secretProblem({ name }: SecretForm): { readonly reason: string; readonly remedy: string } {
  return {
    reason: `It has the form of ${name}, and would be in Git for ever.`,
    remedy: 'Take it out; if it is one, revoke it in NetBird.',
  };
}

/** The text with something else in the place of each part that has such a form. */
export function replaceSecrets(text: string, replace: (secret: string) => string): string {
  return text.replace(EVERY_FORM, replace);
}

export function withoutSecrets(text: string): string {
  return replaceSecrets(text, () => '(hidden)');
}
