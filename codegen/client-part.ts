/** A part of the client package: the JavaScript that runs, and what TypeScript is told of it. */
export interface ClientPart {
  readonly code: string;
  readonly types: string;
}

/** A doc comment that holds these lines; nothing if there are none. */
export function docComment(lines: readonly string[], indent = ''): string {
  const [first = '', ...more] = lines.map((line) => line.replaceAll('*/', String.raw`*\/`));
  if (more.length === 0) return first === '' ? '' : `${indent}/** ${first} */\n`;
  const inside = [first, ...more].map((line) => `${indent} * ${line}\n`);
  return `${indent}/**\n${inside.join('')}${indent} */\n`;
}
