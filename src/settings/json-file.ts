import { readFileSync, statSync } from 'node:fs';
import type { z } from 'zod';
import { findJsonFault } from './json-fault.ts';
import { isMeant } from './members.ts';
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
  const named = `${setting} ${path}`;
  const value = parse(named, readText(named, path));
  const result = check(named, schema, value);
  if (result.success) return result.data;

  const { issues } = result.error;
  const place = `${named}${placeOf(issues[0]?.path)}`;
  if (issues[0] && isMissing(value, issues[0].path)) {
    throw new SettingsError(`${place} is missing${meantInstead(issues)}`);
  }
  throw new SettingsError(`${place} must be ${issues[0]?.message}`);
}

/** Whether it is a member that the file does not have. */
function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  const name = path.at(-1);
  let place = value;
  for (const part of path.slice(0, -1)) place = isObject(place) ? place[part] : undefined;
  return isObject(place) && typeof name === 'string' && !Object.hasOwn(place, name);
}

const isObject = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null;

/** The member beside the one that is missing which may be it under another name. */
function meantInstead([missing, ...rest]: readonly z.core.$ZodIssue[]): string {
  const name = String(missing?.path.at(-1));
  const beside = (issue: z.core.$ZodIssue) =>
    issue.code === 'unrecognized_keys' && issue.path.length + 1 === missing?.path.length
      ? issue.keys.filter(() => issue.path.every((part, at) => part === missing.path[at]))
      : [];
  const other = rest.flatMap(beside).find((one) => isMeant(one, name));
  return other === undefined ? '' : `: is it what is called ${other} there?`;
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

/** The parser's own error quotes the text, which may hold a secret. */
function parse(named: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column, isAfterComma } = findJsonFault(text);
    const hint = isAfterComma ? ', after a comma too many' : '';
    throw new SettingsError(
      `${named} must be JSON, which it is not from line ${line}, column ${column} on${hint}`,
    );
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
