import type { ClientPart } from './client-part.ts';

/** What GraphQL Code Generator is told to type queries of a frontend's own as those of the package are. */
const config = {
  // Amounts have more digits than a number holds, and times are as the gateway writes them.
  scalars: { ID: 'string', Decimal: 'string', DateTime: 'string' },
  strictScalars: true,
  enumType: 'string-literal',
  useTypeImports: true,
};

export function clientConfig(): ClientPart {
  return {
    code: `export const config = ${JSON.stringify(config, null, 2)};\n`,
    types: `/**
 * The \`config\` of a preset of GraphQL Code Generator, such as \`client\`: scalars are strings, enums are unions of strings,
 * and types are imported as types, so that what it writes passes under \`verbatimModuleSyntax\` and \`erasableSyntaxOnly\`.
 */
export declare const config: {
  readonly scalars: { ID: 'string'; Decimal: 'string'; DateTime: 'string' };
  readonly strictScalars: true;
  readonly enumType: 'string-literal';
  readonly useTypeImports: true;
};
`,
  };
}
