// Elements, and how what is shown becomes what is to be shown without a flicker.
// @ts-check

/**
 * An element. Text is text, whatever is in it.
 *
 * @param {string} name of the element, with its classes: `p.since`
 * @param {Record<string, string>} attributes
 * @param {...(Node | string | null)} children nothing for null
 */
export function element(name, attributes, ...children) {
  const [tag = '', ...classes] = name.split('.');
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(' ');
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * Makes an element and all in it look like another one, touching only what differs. Children with the same `data-key`
 * are the same, wherever they stand.
 *
 * @param {Element} shown
 * @param {Element} wanted
 */
export function become(shown, wanted) {
  for (const { name, value } of wanted.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  for (const name of shown.getAttributeNames()) {
    if (!wanted.hasAttribute(name)) shown.removeAttribute(name);
  }
  const keyed = new Map([...shown.children].map((child) => [keyOf(child), child]));
  let at = shown.firstChild;
  const children = Array.from(wanted.childNodes);
  for (const child of children) {
    const key = keyOf(child);
    const same = key === null ? at : (keyed.get(key) ?? null);
    if (same === null || !isAlike(same, child)) {
      shown.insertBefore(child, at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else shown.insertBefore(same, at);
    if (same instanceof Element && child instanceof Element) become(same, child);
    else if (same.nodeValue !== child.nodeValue) same.nodeValue = child.nodeValue;
  }
  while (at) {
    const rest = at;
    at = at.nextSibling;
    rest.remove();
  }
}

/** @param {Node} node */
const keyOf = (node) => (node instanceof Element ? node.getAttribute('data-key') : null);

/**
 * @param {Node} one
 * @param {Node} other
 */
const isAlike = (one, other) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
