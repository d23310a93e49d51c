declare const brand: unique symbol;

/** A string that only its parse function makes: what has this type was checked once, and is trusted after. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };
