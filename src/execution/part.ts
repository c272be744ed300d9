import type { Place } from './place.ts';

/** A part of the text of an answer: as it is, or as it will be when what it waits for has come. */
export type Part = string | Waited;

interface Waited {
  /** To be read when nothing is waited for any more. */
  read(): string;
}

export const readPart = (part: Part): string => (typeof part === 'string' ? part : part.read());

/** In the place of a value that is waited for. */
export class Hole implements Waited {
  #part: Part = 'null';

  fill(part: Part): void {
    this.#part = part;
  }

  read(): string {
    return readPart(this.#part);
  }
}

/** Joins the parts of an object or a list. As long as nothing is waited for, it is one text. */
export class Joiner {
  #text = '';
  #parts: Part[] | undefined;

  add(lead: string, part: Part): void {
    this.#text += lead;
    if (typeof part === 'string') this.#text += part;
    else {
      (this.#parts ??= []).push(this.#text, part);
      this.#text = '';
    }
  }

  end(text: string, place: Place): Part {
    this.#text += text;
    return this.#parts ? new Joined([...this.#parts, this.#text], place) : this.#text;
  }
}

class Joined implements Waited {
  readonly #parts: readonly Part[];
  readonly #place: Place;

  constructor(parts: readonly Part[], place: Place) {
    this.#parts = parts;
    this.#place = place;
  }

  read(): string {
    if (this.#place.nulled) return 'null';
    let text = '';
    for (const part of this.#parts) text += readPart(part);
    return text;
  }
}
