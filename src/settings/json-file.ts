import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { SettingsError } from './settings-error.ts';

/**
 * Reads what a setting names as a file of JSON.
 *
 * @param setting the name of the variable
 * @param schema its messages complete the sentence "CALLERS_FILE callers.json, entry 2: name must be …"
 * @throws SettingsError that names the file, the entry of a list (counted from 1) and the field, and holds nothing of
 * the file's content
 */
export function readJsonFile<T>(setting: string, path: string, schema: z.ZodType<T>): T {
  const result = check(`${setting} ${path}`, schema, parse(readText(`${setting} ${path}`, path)));
  if (result.success) return result.data;

  const [issue] = result.error.issues;
  throw new SettingsError(`${setting} ${path}${placeOf(issue?.path)} must be ${issue?.message}`);
}

/**
 * Where in the file it is: `, entry 2: name`, or ` jwt.issuer`. Entries are those of the list that the file is, or that is
 * one of its parts.
 */
function placeOf(path: readonly PropertyKey[] = []): string {
  const at = path.slice(0, 2).findIndex((part) => typeof part === 'number');
  const entry = path[at];
  const field = path.slice(at + 1).filter((part) => typeof part === 'string');
  const name = field.length === 0 ? '' : ` ${field.join('.')}`;
  return typeof entry === 'number' ? `, entry ${entry + 1}:${name}` : name;
}

/** So many mistakes that they cannot even be counted are one, too, and no end of a gateway that reads the file again. */
function check<T>(named: string, schema: z.ZodType<T>, value: unknown) {
  try {
    return schema.safeParse(value);
  } catch {
    throw new SettingsError(`${named} must be written anew: it has too many mistakes to tell`);
  }
}

/** Undefined for what is no JSON: the parser's own error quotes the text, which may hold a secret. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readText(named: string, path: string): string {
  try {
    // Reading a pipe would wait until somebody writes into it.
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
    if (!isFile) throw new SettingsError(`${named} must be a file, and no folder, pipe or device`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new SettingsError(`${named} must be a readable file${reason}`);
  }
}
