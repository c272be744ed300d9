// Written by `npm run codegen`.

/**
 * The `config` of a preset of GraphQL Code Generator, such as `client`: scalars are strings, enums are unions of strings,
 * and types are imported as types, so that what it writes passes under `verbatimModuleSyntax` and `erasableSyntaxOnly`.
 */
export declare const config: {
  readonly scalars: { ID: 'string'; Decimal: 'string'; DateTime: 'string' };
  readonly strictScalars: true;
  readonly enumType: 'string-literal';
  readonly useTypeImports: true;
};
