/** `count` parts of a document, told apart by their index. */
export const repeat = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** Documents that would take long to read, to validate or to answer, with the codes that each may be refused with. */
export const hostileDocuments: readonly (readonly [
  what: string,
  document: string,
  ...codes: string[],
])[] = [
  ['fields', `{ ${repeat(12_000, (index) => `a${index}`)} }`, 'QUERY_TOO_EXPENSIVE'],
  [
    'a list',
    `{ account { details(ccy: [${'"BTC" '.repeat(11_000)}]) { eq } } }`,
    'QUERY_TOO_EXPENSIVE',
  ],
  [
    'fragments',
    `{ ${repeat(200, (index) => `...F${index}`)} } ${repeat(200, (index) => `fragment F${index} on Query { __typename }`)}`,
    'QUERY_TOO_EXPENSIVE',
  ],
  ['operations', repeat(200, (index) => `query Q${index} { __typename }`), 'QUERY_TOO_EXPENSIVE'],
  ['one field again and again', `{ ${'__typename '.repeat(5_000)} }`, 'QUERY_TOO_EXPENSIVE'],
  ['one object again and again', `{ ${'account { id } '.repeat(2_000)} }`, 'QUERY_TOO_EXPENSIVE'],
  [
    'one alias of different things',
    `{ ${repeat(2_000, (index) => `a: account(id: "${index}") { id }`)} }`,
    'QUERY_TOO_EXPENSIVE',
  ],
  ['inline fragments', `{ ${'... { __typename } '.repeat(2_400)} }`, 'QUERY_TOO_EXPENSIVE'],
  [
    'directives',
    `{ __typename ${'@include(if: true) '.repeat(1_400)} }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['unknown directives', `{ __typename ${'@a '.repeat(4_900)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'variables',
    `query (${repeat(2_400, (index) => `$a${index}: ID`)}) { __typename }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'one variable again and again',
    `query (${'$a: ID '.repeat(2_400)}) { __typename }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'arguments',
    `{ account(${repeat(3_300, (index) => `a${index}: 1`)}) { id } }`,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a long name', `{ ${'a'.repeat(250_000)} }`, 'GRAPHQL_VALIDATION_FAILED'],
  ['nested lists', `{ account { details(ccy: ${'['.repeat(100_000)}) { eq } } }`, 'BAD_USER_INPUT'],
  ['nested objects', `{ account(id: ${'{ a: '.repeat(50_000)}) { id } }`, 'BAD_USER_INPUT'],
  // Which of the two comes first, the end of the stack or that of the words, depends on how far Node has compiled the parser.
  ['nested fields', '{ a '.repeat(60_000), 'BAD_USER_INPUT', 'QUERY_TOO_EXPENSIVE'],
];
