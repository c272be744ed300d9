import type { CodegenConfig } from '@graphql-codegen/cli';
import { codegenConfig as config } from 'okx-account-gateway-client';

export default {
  schema: 'node_modules/okx-account-gateway-client/schema.graphql',
  documents: 'queries.graphql',
  importExtension: '.ts',
  generates: {
    'src/generated/': { preset: 'client', presetConfig: { fragmentMasking: false }, config },
  },
} satisfies CodegenConfig;
