// The token by which the gateway knows who uses the page. It is kept for as long as the tab is open, and nowhere else.
// @ts-check

const storedToken = 'gateway:token';

const missing =
  'This gateway answers whom it knows. Give your token: it is kept until this tab is closed.';
const given = 'A token is given; it is kept until this tab is closed.';
const malformed = 'That is no token: it holds a space, or signs that no token has.';
const closed =
  'Queries of this token are answered, but the schema is not shown to it: it may not explore.';

/**
 * @param {{ wanted: boolean, onChange: () => void }} options `wanted`: whether the gateway answers nobody without one
 */
export function createToken({ wanted, onChange }) {
  const form = document.querySelector('#token');
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector('#token-text'));
  const forget = /** @type {HTMLElement | null} */ (document.querySelector('#token-forget'));
  const said = document.querySelector('#token-said');
  /** What was refused last: it is refused until it is another one. @type {string | null} */
  let refused = null;

  /** What the token of the page makes a request say of its sender. */
  function own() {
    const token = wanted ? sessionStorage.getItem(storedToken) : null;
    return token === null ? null : `Bearer ${token}`;
  }

  /** @param {string} [words] */
  function show(words = own() === null ? missing : given) {
    form?.classList.toggle('in-use', own() !== null && own() !== refused);
    form?.classList.toggle('given', own() !== null);
    if (said) said.textContent = words;
  }

  /** @param {string | null} token */
  function change(token) {
    if (token === null) sessionStorage.removeItem(storedToken);
    else sessionStorage.setItem(storedToken, token);
    refused = null;
    show();
    (token === null ? input : forget)?.focus();
    onChange();
  }

  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    const token = (input?.value ?? '').trim().replace(/^Bearer\s+/i, '');
    if (input) input.value = '';
    if (token === '') return;
    // No header could hold another one.
    if (/^[!-~]+$/.test(token)) change(token);
    else show(malformed);
  });
  forget?.addEventListener('click', () => change(null));
  show();

  return {
    /** Why it is not asked, or what else is to be known of the token. */
    said: () => said?.textContent ?? '',

    /** Says that the token is known, but not one that the schema is shown to. */
    sayClosed: () => show(closed),

    /**
     * The headers of a request. Where the tab names a sender itself, the token of the page is left out.
     *
     * @param {HeadersInit} named
     */
    headersFor(named) {
      const headers = new Headers(named);
      const authorization = headers.get('authorization') || own();
      if (authorization === null) headers.delete('authorization');
      else headers.set('authorization', authorization);
      return headers;
    },

    /**
     * Whether a request says anything of its sender, where it has to.
     *
     * @param {Headers} headers
     */
    isThere: (headers) => !wanted || headers.has('authorization'),

    /**
     * Whether what only the page wants to know may be asked: not if it is clear that it is refused.
     *
     * @param {HeadersInit} named
     */
    mayAsk(named) {
      const authorization = this.headersFor(named).get('authorization');
      return !wanted || (authorization !== null && authorization !== refused);
    },

    /**
     * Says what became of the token of a request.
     *
     * @param {Headers} headers of the request
     * @param {number} status
     * @param {any} answer
     */
    heard(headers, status, answer) {
      const authorization = headers.get('authorization');
      if (!wanted || authorization === null) return;
      if (status === 401) {
        refused = authorization;
        const whose =
          authorization === own() ? 'The token' : 'The token in the headers of this tab';
        show(`${whose} was refused. ${answer?.errors?.[0]?.message ?? ''}`);
      } else if (authorization === refused) {
        refused = null;
        show();
      }
    },
  };
}

/**
 * A storage for what GraphiQL keeps from visit to visit: with the headers of each tab, but not with what these say of
 * a sender.
 *
 * @param {Storage} storage
 */
export function withoutTokens(storage) {
  // Also inside of JSON that is a string in JSON; not what only shows where a token goes.
  const sender = /((\\*)"(?:proxy-)?authorization\2"\s*:\s*\2")(?!Bearer \.\.\.)[^"\\]*/gi;
  /** @type {(key: string, value: string) => void} */
  const setItem = (key, value) => storage.setItem(key, value.replaceAll(sender, '$1'));
  // Of what an earlier version has kept.
  for (const [key, value] of Object.entries(storage)) setItem(key, value);
  return {
    setItem,
    getItem: storage.getItem.bind(storage),
    removeItem: storage.removeItem.bind(storage),
    clear: storage.clear.bind(storage),
    get length() {
      return storage.length;
    },
  };
}
