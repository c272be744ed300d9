import { createTextSearch } from './text-search.ts';

/** What an output must not hold, found in it. */
export interface Leak {
  /** How it was written: `as it is`, `in hexadecimal digits`, … */
  readonly form: string;
  /** What stands around it, without the secret itself: nobody has to be shown it once more. */
  readonly around: string;
}

export interface Canaries {
  /** Takes a text for a secret from now on, and tells whether it is a new one. */
  keep(secret: string): boolean;
  /** Every secret that the text holds, in whichever form. */
  find(text: string): readonly Leak[];
}

/** A shorter one would be found in what merely looks like it. */
const shortest = 8;
const shownAround = 40;

/** What is a secret whoever it belongs to: a signature of a call, and a JWT. */
const looks = [
  ['as a signature looks', /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?!=)/g],
  ['as a JWT looks', /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g],
] as const;

export function createCanaries(): Canaries {
  const kept = new Set<string>();
  /** By what is written. */
  const forms = new Map<string, string>();
  const search = createTextSearch();
  return {
    keep(secret) {
      if (secret.length < shortest || kept.has(secret)) return false;
      kept.add(secret);
      for (const [form, written] of formsOf(secret)) {
        forms.set(written, form);
        search.add(written);
      }
      return true;
    },
    find(text) {
      const known = search
        .find(text)
        .map(([written, at]) => leak(forms.get(written) ?? '', text, at, written.length));
      const looking = looks.flatMap(([form, look]) =>
        [...text.matchAll(look)].map(({ index, 0: found }) =>
          leak(form, text, index, found.length),
        ),
      );
      return [...known, ...looking];
    },
  };
}

function leak(form: string, text: string, at: number, length: number): Leak {
  const end = at + length;
  const before = text.slice(Math.max(0, at - shownAround), at);
  return { form, around: `${before}[secret]${text.slice(end, end + shownAround)}` };
}

/** The ways in which a secret may be written without being told from what it is. */
function formsOf(secret: string): readonly (readonly [form: string, text: string])[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((offset) => base64Within(bytes, offset));
  const written: readonly (readonly [form: string, text: string])[] = [
    ['as it is', secret],
    ['backwards', secret.split('').toReversed().join('')],
    ['in hexadecimal digits', hex],
    ['in hexadecimal digits', hex.toUpperCase()],
    ...base64.map((text) => ['in base64', text] as const),
    ...base64.map((text) => ['in base64', toUrlAlphabet(text)] as const),
    ['as in a URL', encodeURIComponent(secret)],
    ['as in JSON', JSON.stringify(secret).slice(1, -1)],
  ];
  // Most are the same in several forms.
  return [...new Map(written.map(([form, text]) => [text, [form, text]] as const).toReversed())]
    .map(([, form]) => form)
    .toReversed();
}

/** The letters of base64 that only the secret decides, when so many bytes stand before it (from 0 to 2). */
function base64Within(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor((whole.length * 8) / 6);
  return whole.toString('base64').slice(first, end);
}

const toUrlAlphabet = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');
