import type { Plugin } from 'graphql-yoga';

/** Takes a body that is called `APPLICATION/JSON` for what it is: Yoga knows media types in small letters only. */
export function useMediaType(): Plugin {
  return {
    onRequest({ request: { headers } }) {
      const type = headers.get('content-type');
      if (type !== null && /[A-Z]/.test(type)) headers.set('content-type', type.toLowerCase());
    },
  };
}
