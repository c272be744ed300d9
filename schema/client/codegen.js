// Written by `npm run codegen`.

export const config = {
  "scalars": {
    "ID": "string",
    "Decimal": "string",
    "DateTime": "string"
  },
  "strictScalars": true,
  "enumType": "string-literal",
  "useTypeImports": true
};
