import type { GraphQLSchema } from 'graphql';
import { clientDocuments } from './client-documents.ts';
