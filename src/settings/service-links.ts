import type { Environment } from './read.ts';

/** The address of a port, which nobody writes into a setting. */
const portAddress = /^(?:tcp|udp|sctp):\/\//;
const port =
  /_SERVICE_(?:HOST|PORT)(?:_\w+)?$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|ADDR|PORT|(?:PORT_)?(?:START|END)))?$/;
/** `/web/accounts` is what the container `web` calls `accounts`. */
const containerName = /^\/[^/]+\/[^/]+$/;

/**
 * Whether it is one of the variables by which Kubernetes tells every container of its services, and Docker of containers that
 * it is linked to. They have the names of these, and one may be called `accounts`, or `admin`.
 */
export function isServiceLink(name: string, env: Environment): boolean {
  const value = env[name] ?? '';
  if (port.test(name)) return true;
  if (name.endsWith('_PORT')) return portAddress.test(value);
  if (name.endsWith('_NAME')) return containerName.test(value);
  // What the other container was given.
  const [container = ''] = name.split('_ENV_', 1);
  return container !== name && containerName.test(env[`${container}_NAME`] ?? '');
}
