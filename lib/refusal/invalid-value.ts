/** Thrown by a value type that cannot be made of what it was given. Knows neither construct nor field: its caller does. */
export class InvalidValue extends Error {
  readonly reason: string;
  readonly remedy: string;

  /** False when the value may hold a secret, so that it appears in no error. */
  readonly mayShowValue: boolean;

  /**
   * @param reason why the value is wrong, as a sentence
   * @param remedy what to write instead, as a sentence
   */
  constructor(reason: string, remedy: string, { mayShowValue = true } = {}) {
    super(`${reason} ${remedy}`);
    this.name = 'InvalidValue';
    this.reason = reason;
    this.remedy = remedy;
    this.mayShowValue = mayShowValue;
  }
}
