import { createHmac } from 'node:crypto';

/**
 * The `OK-ACCESS-SIGN` header of a GET request.
 * @param timestamp the `OK-ACCESS-TIMESTAMP` header, such as `2020-12-08T09:08:57.715Z`
 * @param target path and query string, byte for byte as they are sent
 */
export function sign(secretKey: string, timestamp: string, target: string): string {
  return createHmac('sha256', secretKey).update(`${timestamp}GET${target}`).digest('base64');
}
